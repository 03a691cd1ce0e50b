import { findDisk, openDisk } from './open-disk.js';
import type { RunContext } from './run-context.js';

/**
 * Unlocks and mounts the disk that the description names, and leaves it so.
 *
 * @throws BackupError, after what was opened before it failed has been put away.
 */
export async function openDiskForGood(context: RunContext): Promise<void> {
  await openDisk(context, await findDisk(context));
}
