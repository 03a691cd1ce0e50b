import { lstat } from 'node:fs/promises';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import type { CommandResult } from '../run-command.js';
import type { Tools } from '../tools.js';

/** Removes a directory with everything in it, but nothing that is mounted there. */
export async function removeTree(path: string, tools: Tools, signal?: AbortSignal): Promise<void> {
  const result = await removePaths([path], (program, args) =>
    tools.runHeavy(program, args, { signal }),
  );
  if (result.exitCode !== 0) throw removalFailed(path, result.complaint);
}

export function removalFailed(path: string, detail: string): BackupError {
  return new BackupError({
    code: 'removal-failed',
    title: `“${path}” could not be removed entirely.`,
    advice: 'The next run tries again; the details say what stands in the way.',
    detail,
  });
}

/**
 * Removes what is there, with everything in it, but nothing that is mounted there.
 *
 * A backup holds directories that their owner may not write to, and without root's rights nothing in them can be removed:
 * these are opened first. Only directories are touched: files are shared with other snapshots, directories never.
 *
 * @param paths absolute
 * @param run starts a program
 * @param isRoot true: whoever runs it has root's rights
 * @returns how the last rm(1) ended
 */
export async function removePaths<R extends Pick<CommandResult, 'exitCode'>>(
  paths: readonly string[],
  run: (program: string, args: readonly string[]) => Promise<R>,
  isRoot: boolean = process.geteuid?.() === 0,
): Promise<R> {
  const removal = ['--recursive', '--force', '--one-file-system', '--', ...paths];
  const result = await run('rm', removal);
  if (result.exitCode === 0 || isRoot) return result;
  const closed = ['-type', 'd', '!', '-perm', '-700'];
  await run('find', [...paths, ...closed, '-exec', 'chmod', 'u+rwx', '--', '{}', ';']);
  return run('rm', removal);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
