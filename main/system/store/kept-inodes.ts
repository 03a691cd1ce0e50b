import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { isReplaced, type EntryStatus } from '../../domain/is-replaced.js';
import type { ChangedEntry } from '../../engine/ports.js';
import { CancelledError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import { inBatches } from '../in-batches.js';

/** Names of the entries whose inode in `latest` rsync may change instead of replacing it. */
export async function keptInodes(
  latest: string,
  entries: readonly ChangedEntry[],
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const replaced = await inBatches(entries, async (entry) => {
    if (signal.aborted) throw new CancelledError();
    return willBeReplaced(latest, entry);
  });
  return entries.filter((_, index) => replaced[index] === false).map(({ name }) => name);
}

async function willBeReplaced(latest: string, entry: ChangedEntry): Promise<boolean> {
  if (entry.kind === 'directory') return true;
  try {
    const path = Buffer.concat([Buffer.from(`${latest}/`), entry.name]);
    return isReplaced(entry, statusOf(await lstat(path)));
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    // What cannot be looked at is for rsync to compare.
    return (code === 'ENOENT' || code === 'ENOTDIR') && isReplaced(entry, null);
  }
}

function statusOf(stats: Stats): EntryStatus {
  return { kind: kindOf(stats), size: stats.size, modified: stats.mtimeMs / 1000 };
}

function kindOf(stats: Stats): EntryStatus['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : 'special';
}
