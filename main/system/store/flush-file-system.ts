import { BackupError } from '../../shared/backup-error.js';
import type { Machine } from '../tools.js';

/** syncfs(2): everything written so far reaches the disk. */
export async function flushFileSystem(path: string, machine: Machine): Promise<void> {
  const { exitCode, complaint } = await machine.run('sync', ['--file-system', path]);
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'flush-failed',
    title: `Not everything could be written to the disk behind “${path}”.`,
    advice: 'Check the disk and its cable; the next run repairs what is missing.',
    detail: complaint,
  });
}
