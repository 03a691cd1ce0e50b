import { findDisk } from './find-disk.js';
import { openDisk } from './open-disk.js';
import type { RunContext } from './run-context.js';

/**
 * Unlocks and mounts the disk that the description names, and leaves it so, also when a run that uses it ends later.
 *
 * @throws BackupError, after what was opened before it failed has been put away; MissingBackupDiskError when it is not
 * connected.
 */
export async function openDiskForGood(context: RunContext): Promise<void> {
  const disk = await findDisk(context);
  if (disk === null) return;
  const open = await openDisk(context, disk);
  await open.leaveOpen();
}
