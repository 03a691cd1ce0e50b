import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import type { Tools } from '../tools.js';
import { canRemoveSubvolumes, createSubvolume, isBtrfs } from './btrfs.js';
import { createCatalog } from './catalog.js';
import { exists } from './remove-tree.js';
import type { StorePaths } from './store-paths.js';

/** Creates what is missing: `latest` with the directories around it, and the catalog. */
export async function createDestination(paths: StorePaths, tools: Tools): Promise<void> {
  try {
    await mkdir(dirname(paths.latest), { recursive: true });
    if (!(await exists(paths.latest))) {
      const subvolume =
        (await isBtrfs(paths.parent)) && (await canRemoveSubvolumes(paths.parent, tools));
      await (subvolume ? createSubvolume(paths.latest, tools) : mkdir(paths.latest));
    }
    await createCatalog(paths);
  } catch (error) {
    throw asNotWritable(error, paths.parent);
  }
}

/** The advice depends on why the file system refused. */
function asNotWritable(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new BackupError({
      code: 'destination-not-writable',
      title: `You may not write to “${path}”.`,
      advice: 'Choose a directory that is yours, or run the backup as root (without --no-sudo).',
      cause: error,
    });
  }
  if (code === 'EROFS') {
    return new BackupError({
      code: 'destination-read-only',
      title: `The file system of “${path}” is mounted read-only.`,
      advice: 'Linux does that after errors: unmount it, check it with fsck, and mount it again.',
      cause: error,
    });
  }
  if (code === 'ENOSPC') {
    return new BackupError({
      code: 'disk-full',
      title: `The disk of “${path}” is full: not even the record of a run fits.`,
      advice:
        'Remove one snapshot by hand (each is a directory named by its date), then use --rotate.',
      cause: error,
    });
  }
  return error;
}
