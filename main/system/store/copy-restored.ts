import { PRESERVE_OPTIONS } from '../../domain/rsync-arguments.js';
import { parseRsyncProgress } from '../../domain/rsync-progress.js';
import { BackupError } from '../../shared/backup-error.js';
import { lineSplitter } from '../line-splitter.js';
import type { OpenedDirectory } from '../opened-directory.js';
import { runCommand, type CommandResult } from '../run-command.js';

/** Where entries are copied from, as rsync is told. */
export interface CopySource {
  /** With a slash at its end. */
  readonly path: string;
  readonly options: readonly string[];
  /** What rsync has to know beside them, such as a password. */
  readonly environment?: Readonly<Record<string, string>>;
  /** That the path may mean by `/proc/self/fd/4` and so on. */
  readonly descriptors: readonly number[];
}

/** @param isGivenAway true: it is on the same file system, and of no use afterwards: files are links to those in it */
export function openedSource({ handle }: OpenedDirectory, isGivenAway: boolean): CopySource {
  const path = '/proc/self/fd/4/';
  return { path, options: isGivenAway ? [`--link-dest=${path}`] : [], descriptors: [handle.fd] };
}

/**
 * Copies entries of a snapshot under their own paths; names of one file stay names of one file.
 *
 * rsync(1), --files-from: a name in a list may hold any bytes, and is never taken for an option or a host. With a directory
 * before it, it is no comment either. Without --modify-window=-1, rsync leaves a time that is right to the second alone.
 *
 * @param sources from the snapshot; directories with everything in them
 * @param onBytes told how many bytes of contents have been copied
 * @returns how rsync ended
 */
export async function copyEntries(
  { path, options, environment, descriptors }: CopySource,
  sources: readonly (readonly Uint8Array[])[],
  copies: OpenedDirectory,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<CommandResult> {
  const lines = lineSplitter((line) => {
    const progress = parseRsyncProgress(line, null);
    if (progress !== null) onBytes(progress.bytes);
  });
  return runCommand(
    'rsync',
    [
      ...PRESERVE_OPTIONS,
      ...options,
      ...['--recursive', '--modify-window=-1', '--files-from=-', '--from0'],
      ...['--info=progress2', '--'],
      ...[path, '/proc/self/fd/3/'],
    ],
    {
      signal,
      environment: { HOME: '', ...environment },
      input: Buffer.concat(sources.map(listed)),
      descriptors: [copies.handle.fd, ...descriptors],
      onOutput: lines.push,
    },
  );
}

export function copyFailed(detail: string): BackupError {
  return new BackupError({
    code: 'restore-failed',
    title: 'Not everything could be restored, so nothing was.',
    advice: 'The details say what stands in the way; another target may help.',
    detail,
  });
}

function listed(names: readonly Uint8Array[]): Buffer {
  const slash = Buffer.from('/');
  const parts = names.flatMap((name) => [slash, name]);
  return Buffer.concat([Buffer.from('.'), ...parts, Buffer.from([0])]);
}

/** What was there before is removed only when what replaces it is on the disk. */
export async function flushTarget({ handle }: OpenedDirectory): Promise<void> {
  const { exitCode, complaint } = await runCommand('sync', ['--file-system', '/proc/self/fd/3'], {
    descriptors: [handle.fd],
  });
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'flush-failed',
    title: 'Not everything could be written to the disk.',
    advice: 'Check the disk that files are restored to; everything there is as it was.',
    detail: complaint,
  });
}
