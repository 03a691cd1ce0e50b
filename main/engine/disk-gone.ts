import { BackupError, CancelledError, MissingBackupDiskError } from '../shared/backup-error.js';
import { arePresent } from './close-patiently.js';
import type { BackupDisk } from './find-disk.js';
import { checkWritable } from './mounted-disk.js';
import type { RunContext } from './run-context.js';

/** Stops the run when its disk is unplugged. The returned function ends that. */
export function watchDisk(context: RunContext, disk: BackupDisk): () => void {
  if (disk.physical.length === 0) return () => undefined;
  return context.ports.devices.watch(disk.physical, () => {
    context.stop(diskGone(disk));
  });
}

/**
 * Why a run with a disk failed: where the disk was unplugged or its file system gave up, whatever went wrong first went wrong
 * because of that.
 */
export async function explainFailure(
  context: RunContext,
  disk: BackupDisk,
  error: unknown,
): Promise<unknown> {
  if (error instanceof MissingBackupDiskError) return error;
  if (context.stopped !== null) return context.stopped;
  if (await hasGone(context, disk, error)) {
    const reason = diskGone(disk, error);
    context.stop(reason);
    return reason;
  }
  return (await turnedReadOnly(context, disk, error)) ?? error;
}

/** Milliseconds between two looks, and how many: an error may come before the kernel has taken the device away. */
const LOOK_INTERVAL = 500;
const LOOKS = 4;

async function hasGone({ ports }: RunContext, disk: BackupDisk, error: unknown): Promise<boolean> {
  const looks = isDeviceError(error) ? LOOKS : 1;
  for (let look = 1; look <= looks; look += 1) {
    if (!(await arePresent(ports, disk.physical))) return true;
    if (look < looks) await ports.clock.sleep(LOOK_INTERVAL);
  }
  return false;
}

/** errno(3): what the kernel says of a device that does not answer, and of a file system that has given up. */
const DEVICE_ERRORS: ReadonlySet<unknown> = new Set(['EIO', 'EROFS', 'ENXIO', 'ENODEV']);

function isDeviceError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof BackupError && error.code === 'destination-gone') return true;
  const cause = error instanceof BackupError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && DEVICE_ERRORS.has(cause.code);
}

/** errors=remount-ro, mount(8): after an error of the disk ext4 takes no more writes. */
async function turnedReadOnly(
  { ports }: RunContext,
  { fileSystem, encrypted }: BackupDisk,
  error: unknown,
): Promise<BackupError | null> {
  if (fileSystem === null || !isDeviceError(error)) return null;
  const mounted = await ports.fileSystems.mounted(fileSystem.mountPoint);
  if (mounted === null) return null;
  try {
    checkWritable(mounted, fileSystem.entry, encrypted?.entry.target ?? null);
    return null;
  } catch (readOnly) {
    if (readOnly instanceof BackupError) return readOnly;
    throw readOnly;
  }
}

function diskGone({ name, physical }: BackupDisk, cause?: unknown): BackupError {
  const detail = cause instanceof Error && !(cause instanceof CancelledError) ? cause.message : '';
  return new BackupError({
    code: 'disk-gone',
    title: `The disk “${name}” was unplugged or lost its connection during the backup.`,
    advice:
      'The snapshots on it are whole. Check cable and socket, connect it again and start the backup again.',
    detail: [...physical.map(({ path }) => path), detail].filter((line) => line !== '').join('\n'),
    cause,
  });
}
