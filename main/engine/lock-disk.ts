import { displayName } from '../shared/display-name.js';
import { BackupError } from '../shared/backup-error.js';
import { closePatiently, LOCK_PAUSES } from './close-patiently.js';
import { findDisk, type BackupDisk } from './find-disk.js';
import { unmountDisk } from './mounted-disk.js';
import type { RunContext } from './run-context.js';
import { usesOf } from './safe-to-unplug.js';
import { clearStale, lockDevice } from './unlocked-device.js';

/**
 * Unmounts and locks the disk that the description names, whoever opened it. What is not open is left so, whether the disk is
 * connected or not.
 *
 * @throws BackupError `disk-busy` while another process of ours uses it; `failed-to-unmount` or `failed-to-lock`, naming what
 * does; `still-in-use` where it is put away, and yet cannot be unplugged.
 */
export async function putDiskAway(context: RunContext): Promise<void> {
  const { cryptoName } = context.description;
  if (cryptoName === null) await unmount(context);
  else await lock(context, cryptoName);
  await waitUntilSafe(context);
}

async function lock(context: RunContext, cryptoName: string): Promise<void> {
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

/** The last programs of a run that was killed hold the disk for moments yet, mounted where only they see it. */
async function waitUntilSafe(context: RunContext): Promise<void> {
  const disk = await connectedDisk(context);
  if (disk === null) return;
  let uses: readonly string[] = [];
  const closing = await closePatiently(context.ports, disk.physical, LOCK_PAUSES, async () => {
    uses = await usesOf(context.ports, disk.physical);
    return uses.length === 0 ? 'closed' : 'busy';
  });
  if (closing !== 'busy') return;
  throw new BackupError({
    code: 'still-in-use',
    title: `“${disk.name}” is put away, but the disk cannot be unplugged yet. In use: ${uses.map(displayName).join(', ')}.`,
    advice: 'Unmount or lock that too, in the file manager for instance.',
  });
}

/** null: it is not connected, or nobody can tell which one it is. */
async function connectedDisk(context: RunContext): Promise<BackupDisk | null> {
  try {
    return await findDisk(context);
  } catch (error) {
    if (error instanceof BackupError) return null;
    throw error;
  }
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
