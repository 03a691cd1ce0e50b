import { PRESERVE_OPTIONS } from '../../domain/rsync-arguments.js';
import { BackupError } from '../../shared/backup-error.js';
import type { OpenedDirectory } from '../opened-directory.js';
import { runCommand } from '../run-command.js';
import { shown } from './browse-snapshot.js';

/**
 * rsync(1), --files-from: a name in a list may hold any bytes, and is never taken for an option or a host. With a directory
 * before it, it is no comment either.
 */
export async function copyEntry(
  parent: OpenedDirectory,
  name: Uint8Array,
  place: OpenedDirectory,
  signal: AbortSignal,
): Promise<void> {
  const { exitCode, complaint } = await runCommand(
    'rsync',
    [
      ...PRESERVE_OPTIONS,
      ...['--recursive', '--files-from=-', '--from0', '--'],
      ...['/proc/self/fd/3/', '/proc/self/fd/4/'],
    ],
    {
      signal,
      environment: { HOME: '' },
      input: Buffer.concat([Buffer.from('./'), name, Buffer.from([0])]),
      descriptors: [parent.handle.fd, place.handle.fd],
    },
  );
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'restore-failed',
    title: `“${shown([name])}” could not be restored entirely, so nothing was.`,
    advice: 'The details say what stands in the way; another target may help.',
    detail: complaint,
  });
}

/** On the disk: holes take no room. */
export async function occupiedBytes(
  parent: OpenedDirectory,
  name: Uint8Array,
  signal: AbortSignal,
): Promise<number> {
  const path = Buffer.concat([Buffer.from('/proc/self/fd/3/'), name, Buffer.from([0])]);
  const args = ['--summarize', '--block-size=1', '--one-file-system', '--null', '--files0-from=-'];
  const { output } = await runCommand('du', args, {
    signal,
    input: path,
    descriptors: [parent.handle.fd],
  });
  return Number.parseInt(output.toString('latin1'), 10) || 0;
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
