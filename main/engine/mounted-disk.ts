import { displayName } from '../shared/display-name.js';
import type { FstabEntry } from '../domain/fstab.js';
import { BackupError, FailedToMountError } from '../shared/backup-error.js';
import { asBackupError } from './as-backup-error.js';
import { closePatiently, UNMOUNT_PAUSES } from './close-patiently.js';
import type { DiskFileSystem } from './find-disk.js';
import type { Closing, MountedFileSystem, SharedResource } from './ports-disks.js';
import type { RunContext } from './run-context.js';
import { sayHolders } from './say-holders.js';

/** What whoever opens a disk wants there: to make a backup, or only to look at snapshots. */
export type DiskAccess = 'write' | 'look';

/** A file system of fstab(5) that can be mounted and unmounted. To look at, it is shown read-only. */
export function mountedDisk(
  context: RunContext,
  disk: DiskFileSystem,
  access: DiskAccess,
): SharedResource {
  const { mountPoint, entry } = disk;
  const { fileSystems } = context.ports;
  return {
    state: async () => {
      const mounted = await fileSystems.mounted(mountPoint);
      if (mounted?.isAlive !== true) return null;
      if (entry !== null && !(await fileSystems.isMeant(mounted, entry))) {
        throw occupied(mounted, entry);
      }
      return mounted.instance;
    },
    open: async () => {
      context.enter('mount');
      await clearDead(context, mountPoint);
      await checkBareDirectory(context, mountPoint);
      try {
        await fileSystems.mount(mountPoint, context.signal);
        await verify(context, disk);
        if (access === 'look' && !(await fileSystems.showReadOnly(mountPoint, true))) {
          throw notProtected(mountPoint);
        }
      } catch (error) {
        await unmountAgain(context, mountPoint);
        throw error;
      }
    },
    close: () => unmountDisk(context, mountPoint),
  };
}

/** The file system of a disk that was unplugged would be taken for the disk. */
async function clearDead({ ports }: RunContext, mountPoint: string): Promise<void> {
  const mounted = await ports.fileSystems.mounted(mountPoint);
  if (mounted === null || mounted.isAlive) return;
  const closing = await ports.fileSystems.unmount(mountPoint);
  if (closing === 'busy') await ports.fileSystems.detach(mountPoint);
}

/** Only looked at: what lies there is somebody's, most likely a backup that was made without the disk. */
async function checkBareDirectory(context: RunContext, mountPoint: string): Promise<void> {
  const names = await context.ports.fileSystems.contents(mountPoint);
  if (names === null) {
    throw new FailedToMountError({
      code: 'mount-point-missing',
      title: `There is no directory “${mountPoint}” to mount the disk at.`,
      advice: `Make it with “sudo mkdir -p ${mountPoint}”.`,
    });
  }
  if (names.length === 0) return;
  context.warn(
    'mount-point-not-empty',
    `“${mountPoint}” has files of its own, which nobody sees while the disk is mounted over them. They take room on another disk.`,
    names.map(displayName),
  );
}

async function verify({ ports }: RunContext, { mountPoint, entry }: DiskFileSystem) {
  const mounted = await ports.fileSystems.mounted(mountPoint);
  if (mounted === null) {
    throw new FailedToMountError({
      code: 'failed-to-mount',
      title: `Nothing is mounted at “${mountPoint}”, although mounting it reported no error.`,
      advice: 'Check its entry in /etc/fstab.',
    });
  }
  if (entry !== null && !(await ports.fileSystems.isMeant(mounted, entry))) {
    throw occupied(mounted, entry);
  }
}

async function unmountAgain(context: RunContext, mountPoint: string): Promise<void> {
  try {
    await unmountDisk(context, mountPoint);
  } catch (error) {
    context.warn('left-open', asBackupError(error).message);
  }
}

/**
 * Unmounts what is mounted there, whoever did. Detached only when its disk was unplugged: of a disk that is there, what
 * others still write would be lost when it is pulled.
 *
 * @throws BackupError `failed-to-unmount`, naming who uses it.
 */
export async function unmountDisk(context: RunContext, mountPoint: string): Promise<void> {
  const { fileSystems, devices } = context.ports;
  const mounted = await fileSystems.mounted(mountPoint);
  if (mounted === null) return;
  context.emit({ event: 'phase', phase: 'unmount' });
  const physical = mounted.isAlive ? await devices.disksBelow(mounted.source) : [];
  const pauses = mounted.isAlive ? UNMOUNT_PAUSES : [];
  const unmount = (): Promise<Closing> => fileSystems.unmount(mountPoint);
  const closing = await closePatiently(context.ports, physical, pauses, unmount);
  if (closing === 'closed') return;
  if (closing === 'gone' || !mounted.isAlive) return fileSystems.detach(mountPoint);
  throw await stillUsed(context, mounted);
}

async function stillUsed(
  { ports }: RunContext,
  { device, mountPoint }: MountedFileSystem,
): Promise<BackupError> {
  const holders = await ports.fileSystems.holders(device, mountPoint);
  return new FailedToMountError({
    code: 'failed-to-unmount',
    title: `“${mountPoint}” could not be unmounted: ${sayHolders(holders)}.`,
    advice: `End that program, then lock the disk in the application or with “sudo umount ${mountPoint}”.`,
  });
}

/**
 * @param cryptoName crypttab(5) name of the device; null: it is not encrypted
 * @throws BackupError `mounted-read-only`, unless fstab(5) wants it so: a damaged file system takes no backup.
 */
export function checkWritable(
  { mountPoint, source, isReadOnly }: MountedFileSystem,
  entry: FstabEntry | null,
  cryptoName: string | null,
): void {
  if (!isReadOnly || entry?.options.includes('ro') === true) return;
  const unlock =
    cryptoName === null ? '' : `unlock it with “sudo cryptdisks_start ${cryptoName}”, `;
  throw new FailedToMountError({
    code: 'mounted-read-only',
    title: `“${mountPoint}” is mounted read-only, as happens when a file system is damaged or its disk refuses to be written to.`,
    advice: `While it is not mounted, ${unlock}check it with “sudo fsck ${source}”, then start again. Its snapshots can still be read.`,
  });
}

function notProtected(mountPoint: string): BackupError {
  return new FailedToMountError({
    code: 'failed-to-mount',
    title: `“${mountPoint}” could not be mounted read-only.`,
    advice: 'Try again.',
  });
}

function occupied({ mountPoint, source }: MountedFileSystem, entry: FstabEntry): BackupError {
  return new FailedToMountError({
    code: 'mount-point-occupied',
    title: `At “${mountPoint}” something else is mounted (${source}) than /etc/fstab says (${entry.source}).`,
    advice: `Unmount it with “sudo umount ${mountPoint}”, and start again.`,
  });
}
