import { asBackupError } from './as-backup-error.js';
import {
  type BackupError,
  FailedToMountError,
  FailedToUnlockError,
  MissingBackupDiskError,
} from '../shared/backup-error.js';
import type { CrypttabEntry } from '../domain/crypttab.js';
import type { RunContext } from './run-context.js';

/** The disk that the run needs is connected; null: it needs none. */
export async function findDisk({ description, ports }: RunContext): Promise<CrypttabEntry | null> {
  const { cryptoName } = description;
  if (cryptoName === null) return null;
  const entry = await ports.disks.entry(cryptoName);
  if (entry === null) {
    throw new FailedToUnlockError({
      code: 'disk-not-configured',
      title: `There is no encrypted disk “${cryptoName}” in /etc/crypttab.`,
      advice: 'Check the name given with --crypto, or add the disk to /etc/crypttab.',
    });
  }
  if (!(await ports.disks.isUnlocked(cryptoName)) && !(await ports.disks.isConnected(entry))) {
    throw new MissingBackupDiskError({
      code: 'disk-missing',
      title: `The disk “${cryptoName}” (${entry.source}) is not connected.`,
      advice: 'Connect it and start the backup again.',
    });
  }
  return entry;
}

/** Puts away what was opened; what stays open is told as errors, one for each thing. */
export type CloseDisk = () => Promise<readonly BackupError[]>;

/**
 * Does `work` with the disk unlocked and mounted, and puts it away whatever happens. What was open before stays open.
 *
 * When `work` failed, its error is thrown and not that of putting the disk away, which is warned of.
 */
export async function withOpenDisk<T>(
  context: RunContext,
  disk: CrypttabEntry | null,
  work: () => Promise<T>,
): Promise<T> {
  const close = await openDisk(context, disk);
  let value: T;
  try {
    value = await work();
  } catch (error) {
    for (const { message } of await close()) context.warn('left-open', message);
    throw error;
  }
  const [first] = await close();
  if (first !== undefined) throw first;
  return value;
}

/** Unlocks and mounts; when the second fails, the first is undone. */
export async function openDisk(
  context: RunContext,
  disk: CrypttabEntry | null,
): Promise<CloseDisk> {
  const { mountPoint } = context.description;
  const closing: (() => Promise<void>)[] = [];
  try {
    if (disk !== null) await unlock(context, disk, closing);
    if (mountPoint !== null) await mount(context, mountPoint, closing);
  } catch (error) {
    for (const { message } of await closeAll(closing)) context.warn('left-open', message);
    throw error;
  }
  return () => closeAll(closing);
}

async function unlock(context: RunContext, disk: CrypttabEntry, closing: (() => Promise<void>)[]) {
  const { disks } = context.ports;
  if (await disks.isUnlocked(disk.target)) return;
  context.enter('unlock');
  closing.unshift(async () => {
    if (!(await disks.isUnlocked(disk.target))) return;
    context.emit({ event: 'phase', phase: 'lock' });
    await disks.lock(disk.target);
  });
  await disks.unlock(disk, context.signal);
  if (!(await disks.isUnlocked(disk.target))) {
    throw new FailedToUnlockError({
      code: 'failed-to-unlock',
      title: `The encrypted disk “${disk.target}” is still locked, although unlocking it reported no error.`,
      advice: `Look into the system log for cryptsetup and “${disk.target}”.`,
    });
  }
}

async function mount(context: RunContext, mountPoint: string, closing: (() => Promise<void>)[]) {
  const { fileSystems } = context.ports;
  if (await fileSystems.isMounted(mountPoint)) return;
  context.enter('mount');
  closing.unshift(async () => {
    if (!(await fileSystems.isMounted(mountPoint))) return;
    context.emit({ event: 'phase', phase: 'unmount' });
    await fileSystems.unmount(mountPoint);
  });
  await fileSystems.mount(mountPoint, context.signal);
  if (!(await fileSystems.isMounted(mountPoint))) {
    throw new FailedToMountError({
      code: 'failed-to-mount',
      title: `Nothing is mounted at “${mountPoint}”, although mounting it reported no error.`,
      advice: 'Check its entry in /etc/fstab.',
    });
  }
}

/** One after the other; an error in one does not keep the next from being tried. */
async function closeAll(
  closing: readonly (() => Promise<void>)[],
): Promise<readonly BackupError[]> {
  const errors: BackupError[] = [];
  for (const close of closing) {
    try {
      await close();
    } catch (error) {
      errors.push(asBackupError(error));
    }
  }
  return errors;
}
