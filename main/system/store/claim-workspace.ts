import { BackupError } from '../../shared/backup-error.js';
import type { OpenedDirectory } from '../opened-directory.js';
import { lock } from '../sharing-files.js';

/**
 * Takes what a restore has left for this process alone, as long as the directory stays open (flock(2): the kernel lets go of it with
 * whoever dies). The application that starts and a command that restores may come upon it at the same moment.
 *
 * @returns false: somebody else settles it
 */
export async function claimWorkspace({ handle }: OpenedDirectory): Promise<boolean> {
  try {
    return await lock(handle, ['--exclusive', '--nonblock']);
  } catch (error) {
    // A file system without locks: what was replaced is not to stay hidden for that.
    if (error instanceof BackupError && error.code === 'lock-failed') return true;
    throw error;
  }
}
