import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import type { Tools } from '../tools.js';
import type { StorePaths } from './store-paths.js';

/**
 * Asks the device itself, not the kernel's memory of it: a disk that was pulled still lists its directories for seconds.
 *
 * @throws BackupError `destination-gone`
 */
export async function verifyWritable(paths: StorePaths, tools: Tools): Promise<void> {
  const probe = join(paths.catalog, `alive-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(probe, 'wx');
    await file.sync().finally(() => file.close());
    await rm(probe, { force: true });
  } catch (error) {
    // A full disk is alive.
    if (errorCode(error) !== 'ENOSPC' && errorCode(error) !== 'EDQUOT') throw gone(paths, error);
  }
  const { exitCode, complaint } = await tools.run('sync', ['--file-system', paths.parent]);
  if (exitCode !== 0) throw gone(paths, complaint);
}

function gone(paths: StorePaths, cause: unknown): BackupError {
  return new BackupError({
    code: 'destination-gone',
    title: `“${paths.parent}” can no longer be written to.`,
    advice:
      'If the disk was unplugged, connect it again and start the backup again; old snapshots are untouched.',
    detail: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
