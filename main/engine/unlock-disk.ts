import { findDisk } from './find-disk.js';
import { openDisk } from './open-disk.js';
import type { RunContext } from './run-context.js';

/**
 * Unlocks and mounts the disk that the description names, and leaves it so, also when a run that uses it ends later.
 *
 * @param check is called with the disk open; where it throws, what was opened is put away
 * @throws BackupError, after what was opened before it failed has been put away; MissingBackupDiskError when it is not
 * connected.
 */
export async function openDiskForGood(
  context: RunContext,
  check: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const disk = await findDisk(context);
  if (disk === null) return;
  const open = await openDisk(context, disk);
  try {
    await check();
  } catch (error) {
    for (const { message } of await open.close()) context.warn('left-open', message);
    throw error;
  }
  await open.leaveOpen();
}
