import { BackupError } from '../../shared/backup-error.js';
import { saySize } from '../../shared/say-size.js';
import { directoryPath, type OpenedDirectory } from '../opened-directory.js';
import { freeSpace } from './free-space.js';

/**
 * @param path of `target`, as a person knows it
 * @param needed bytes
 * @throws BackupError `target-full`
 */
export async function checkRoom(
  path: string,
  needed: number,
  target: OpenedDirectory,
): Promise<void> {
  const { bytes } = await freeSpace(directoryPath(target.handle));
  if (needed <= bytes) return;
  throw new BackupError({
    code: 'target-full',
    title: `There is no room for ${saySize(needed)} in “${path}”: ${saySize(bytes)} are free.`,
    advice: 'Make room there, or choose another directory.',
  });
}
