import {
  BackupError,
  FailedToUnlockError,
  MissingBackupDiskError,
} from '../shared/backup-error.js';
import { asBackupError } from './as-backup-error.js';
import { closePatiently, LOCK_PAUSES } from './close-patiently.js';
import type { EncryptedDisk } from './find-disk.js';
import type { Closing, Mapping, SharedResource } from './ports-disks.js';
import type { RunContext } from './run-context.js';
import { sayHolders } from './say-holders.js';

/** An encrypted disk that can be unlocked and locked. */
export function unlockedDevice(context: RunContext, disk: EncryptedDisk): SharedResource {
  const { entry, device } = disk;
  const { disks } = context.ports;
  return {
    state: async () => {
      const mapping = await disks.mapping(entry.target);
      if (mapping?.isAlive !== true) return null;
      if (!standsOn(mapping, disk)) throw occupied(disk, mapping);
      return mapping.instance;
    },
    open: async () => {
      await clearStale(context, entry.target);
      if (device === null) throw gone(disk);
      context.enter('unlock');
      try {
        await disks.unlock(entry, device, context.signal);
        await verify(context, disk);
      } catch (error) {
        await lockAgain(context, entry.target);
        throw error;
      }
    },
    close: () => lockDevice(context, entry.target),
  };
}

/** A device that is no block device is a file, which stands behind a loop device. */
function standsOn({ standsOn }: Mapping, { device }: EncryptedDisk): boolean {
  if (device === null || !device.path.startsWith('/dev/')) return true;
  return standsOn.includes(device.path);
}

async function verify({ ports }: RunContext, disk: EncryptedDisk): Promise<void> {
  const { target } = disk.entry;
  const mapping = await ports.disks.mapping(target);
  if (mapping === null) {
    throw new FailedToUnlockError({
      code: 'failed-to-unlock',
      title: `The encrypted disk “${target}” is still locked, although unlocking it reported no error.`,
      advice: `Look into the system log for cryptsetup and “${target}”.`,
    });
  }
  if (!standsOn(mapping, disk)) throw occupied(disk, mapping);
}

async function lockAgain(context: RunContext, name: string): Promise<void> {
  try {
    await lockDevice(context, name);
  } catch (error) {
    context.warn('left-open', asBackupError(error).message);
  }
}

/**
 * Locks a device, whoever unlocked it.
 *
 * @throws BackupError `failed-to-lock` or `disk-stale`, naming what uses it.
 */
export async function lockDevice(context: RunContext, name: string): Promise<void> {
  const { disks, devices } = context.ports;
  const mapping = await disks.mapping(name);
  if (mapping === null) return;
  context.emit({ event: 'phase', phase: 'lock' });
  if (!mapping.isAlive) return takeDown(context, name, mapping);
  const physical = await devices.disksBelow(mapping.path);
  const lock = (): Promise<Closing> => disks.lock(name);
  const closing = await closePatiently(context.ports, physical, LOCK_PAUSES, lock);
  if (closing === 'gone') return takeDown(context, name, mapping);
  if (closing === 'busy') throw await stillUsed(context, name, mapping);
}

/**
 * A disk that was unplugged while somebody held a file leaves a dead device behind: cryptdisks_start says that it is running,
 * and everything read from it is an error.
 */
export async function clearStale(context: RunContext, name: string): Promise<void> {
  const mapping = await context.ports.disks.mapping(name);
  if (mapping?.isAlive === false) await takeDown(context, name, mapping);
}

async function takeDown(context: RunContext, name: string, mapping: Mapping): Promise<void> {
  const { disks, fileSystems } = context.ports;
  await fileSystems.clear(mapping.device);
  const discard = (): Promise<Closing> => disks.discard(name);
  if ((await closePatiently(context.ports, [], LOCK_PAUSES, discard)) === 'closed') return;
  const holders = await fileSystems.holders(mapping.device, null);
  throw new FailedToUnlockError({
    code: 'disk-stale',
    title: `“${name}” was unplugged while it was in use, and what is left of it is still held: ${sayHolders(holders)}.`,
    advice: 'End that program and start again; where that does not help, restart the computer.',
  });
}

async function stillUsed({ ports }: RunContext, name: string, { path, device }: Mapping) {
  const mounts = (await ports.fileSystems.mountsOf(device)).map(({ mountPoint }) => mountPoint);
  const holders = await ports.fileSystems.holders(device, mounts[0] ?? null);
  const who = mounts.length > 0 ? `it is mounted at ${mounts.join(', ')}` : sayHolders(holders);
  return new FailedToUnlockError({
    code: 'failed-to-lock',
    title: `The encrypted disk “${name}” could not be locked: ${who}.`,
    advice:
      mounts.length > 0
        ? `Unmount it with “sudo umount ${mounts[0] ?? ''}”, then lock it.`
        : 'End that program, then lock the disk.',
    detail: path,
  });
}

function occupied({ entry, device }: EncryptedDisk, { standsOn }: Mapping): BackupError {
  return new FailedToUnlockError({
    code: 'disk-occupied',
    title: `“${entry.target}” is unlocked already, but from another disk (${standsOn.join(', ')} and not ${device?.path ?? entry.source}).`,
    advice: `Lock it with “sudo cryptsetup close ${entry.target}”, and start again.`,
  });
}

function gone({ entry }: EncryptedDisk): BackupError {
  return new MissingBackupDiskError({
    code: 'disk-missing',
    title: `The disk “${entry.target}” (${entry.source}) is not connected.`,
    advice: 'Connect it and start the backup again.',
  });
}
