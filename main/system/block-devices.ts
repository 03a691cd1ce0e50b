import type { BlockDevice } from '../domain/block-device.js';
import { parseUdevDatabase } from '../domain/udev-properties.js';
import { BackupError } from '../shared/backup-error.js';
import { runCommand } from './run-command.js';

/**
 * The disks and partitions that are connected, as udev(7) knows them: without a running udevd they have paths, and
 * neither links nor contents.
 *
 * @throws BackupError `command-missing`, or `devices-unknown` when udevadm fails
 */
export async function listBlockDevices(signal?: AbortSignal): Promise<readonly BlockDevice[]> {
  const { exitCode, output, complaint } = await runCommand('udevadm', ['info', '--export-db'], {
    signal,
  });
  if (exitCode === 0) return parseUdevDatabase(output.toString('utf8'));
  throw new BackupError({
    code: 'devices-unknown',
    title: `The system does not tell which disks are connected (udevadm: exit value ${exitCode}).`,
    advice: 'Try “udevadm info --export-db” in a terminal; it says what is wrong.',
    detail: complaint,
  });
}
