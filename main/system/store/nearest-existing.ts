import { BackupError } from '../../shared/backup-error.js';
import type { TreeDirectory } from '../tree-directory.js';
import { shown } from './browse-snapshot.js';

/**
 * As far as directories lead the wanted way.
 *
 * @throws BackupError `target-obstructed` where something else is in the way
 */
export function nearestDirectory(
  target: TreeDirectory,
  wanted: readonly Uint8Array[],
): { readonly directory: TreeDirectory; readonly depth: number } {
  let directory = target.child(HERE);
  for (const [depth, name] of wanted.entries()) {
    const stats = directory.lstat(name);
    if (stats?.isDirectory() !== true) {
      if (stats === null) return { directory, depth };
      directory.close();
      throw obstructed(wanted.slice(0, depth + 1));
    }
    const outer = directory;
    directory = outer.child(name);
    outer.close();
  }
  return { directory, depth: wanted.length };
}

const HERE = Buffer.from('.');

function obstructed(names: readonly Uint8Array[]): BackupError {
  return new BackupError({
    code: 'target-obstructed',
    title: `“${shown(names)}” is no directory any more where this is to be restored.`,
    advice: 'Restore to another folder, or move away what has its name.',
  });
}
