import { BackupError } from '../shared/backup-error.js';
import { unmountDisk } from './mounted-disk.js';
import type { RunContext } from './run-context.js';
import { clearStale, lockDevice } from './unlocked-device.js';

/**
 * Unmounts and locks the disk that the description names, whoever opened it. What is not open is left so, whether the disk is
 * connected or not.
 *
 * @throws BackupError `disk-busy` while another process of ours uses it; `failed-to-unmount` or `failed-to-lock`, naming what
 * does.
 */
export async function putDiskAway(context: RunContext): Promise<void> {
  const { cryptoName } = context.description;
  if (cryptoName === null) return unmount(context);
  await alone(context, cryptoName, 'machine', async () => {
    // Of a dead device everything that is mounted goes, wherever that is.
    await clearStale(context, cryptoName);
    await unmount(context);
    await lockDevice(context, cryptoName);
  });
}

async function unmount(context: RunContext): Promise<void> {
  const { mountPoint } = context.description;
  if (mountPoint === null) return;
  await alone(context, mountPoint, 'mount-namespace', () => unmountDisk(context, mountPoint));
}

async function alone(
  { ports }: RunContext,
  name: string,
  place: 'machine' | 'mount-namespace',
  work: () => Promise<void>,
): Promise<void> {
  if (await ports.sharing.alone(name, place, work)) return;
  throw new BackupError({
    code: 'disk-busy',
    title: `“${name}” is being used by a backup, or somebody is looking at its snapshots.`,
    advice: 'Wait until that has finished, or cancel it.',
  });
}
