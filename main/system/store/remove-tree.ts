import { lstat } from 'node:fs/promises';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import type { Tools } from '../tools.js';

/** Removes a directory with everything in it, but nothing that is mounted there. */
export async function removeTree(path: string, tools: Tools, signal?: AbortSignal): Promise<void> {
  let result = await remove(path, tools, signal);
  if (result.exitCode !== 0 && process.geteuid?.() !== 0) {
    await openDirectories(path, tools, signal);
    result = await remove(path, tools, signal);
  }
  if (result.exitCode === 0) return;
  throw new BackupError({
    code: 'removal-failed',
    title: `“${path}” could not be removed entirely.`,
    advice: 'The next run tries again; the details say what stands in the way.',
    detail: result.complaint,
  });
}

function remove(path: string, tools: Tools, signal: AbortSignal | undefined) {
  const args = ['--recursive', '--force', '--one-file-system', '--', path];
  return tools.runHeavy('rm', args, { signal });
}

/**
 * A backup holds directories that their owner may not write to, and without root's rights nothing in them can be removed.
 * Only directories are touched: files are shared with other snapshots, directories never.
 */
async function openDirectories(path: string, tools: Tools, signal: AbortSignal | undefined) {
  const args = [
    path,
    '-type',
    'd',
    '!',
    '-perm',
    '-700',
    '-exec',
    'chmod',
    'u+rwx',
    '--',
    '{}',
    ';',
  ];
  await tools.runHeavy('find', args, { signal });
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
