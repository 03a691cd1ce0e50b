import type { BackupError } from '../shared/backup-error.js';
import { asBackupError } from './as-backup-error.js';
import { arePresent } from './close-patiently.js';
import { explainFailure, watchDisk } from './disk-gone.js';
import type { BackupDisk } from './find-disk.js';
import { checkWritable, mountedDisk, type DiskAccess } from './mounted-disk.js';
import type { MountedFileSystem, MountHold, SharedUse } from './ports-disks.js';
import { learnWhetherSafe } from './safe-to-unplug.js';
import type { RunContext } from './run-context.js';
import { unlockedDevice } from './unlocked-device.js';

/**
 * Does `work` with the disk unlocked and mounted, and puts it away whatever happens. What was open before stays open, and what
 * another of our processes uses as well is left to the last of them.
 *
 * When `work` failed, its error is thrown and not that of putting the disk away, which is warned of. A disk that is unplugged
 * meanwhile stops the run with `disk-gone`. Unless the run is a dry one, a disk that is mounted read-only is refused.
 *
 * @param disk null: the run needs none
 * @param work is given a hold on the file system; null: none was mounted
 */
export async function withOpenDisk<T>(
  context: RunContext,
  disk: BackupDisk | null,
  work: (hold: MountHold | null) => Promise<T>,
): Promise<T> {
  if (disk === null) return work(null);
  const endWatch = watchDisk(context, disk);
  try {
    const open = await explained(context, disk, () => openDisk(context, disk, 'write'));
    return await workAndClose(context, disk, open, async () => {
      try {
        return await holdAndWork(context, disk, open, work);
      } finally {
        // Nothing is left to be stopped; whoever puts the disk away looks whether it is there.
        endWatch();
      }
    });
  } finally {
    endWatch();
    await learnWhetherSafe(context, disk);
  }
}

async function workAndClose<T>(
  context: RunContext,
  disk: BackupDisk,
  open: OpenDisk,
  work: () => Promise<T>,
): Promise<T> {
  let value: T;
  try {
    value = await explained(context, disk, work);
  } catch (error) {
    for (const { message } of await open.close()) context.warn('left-open', message);
    throw error;
  }
  const errors = await open.close();
  if (!(await arePresent(context.ports, disk.physical))) {
    warnOfHaste(context, disk, errors);
    return value;
  }
  const [first] = errors;
  if (first !== undefined) throw first;
  return value;
}

async function explained<T>(
  context: RunContext,
  disk: BackupDisk,
  action: () => Promise<T>,
): Promise<T> {
  try {
    const value = await action();
    if (context.stopped !== null) throw context.stopped;
    return value;
  } catch (error) {
    throw await explainFailure(context, disk, error);
  }
}

async function holdAndWork<T>(
  { ports, description }: RunContext,
  { fileSystem, encrypted }: BackupDisk,
  { mounted }: OpenDisk,
  work: (hold: MountHold | null) => Promise<T>,
): Promise<T> {
  if (mounted === null) return work(null);
  if (!description.dryRun) {
    checkWritable(mounted, fileSystem?.entry ?? null, encrypted?.entry.target ?? null);
  }
  const hold = await ports.fileSystems.hold(mounted);
  try {
    return await work(hold);
  } finally {
    await hold.release();
  }
}

/** The work was done and flushed by then. */
function warnOfHaste(context: RunContext, { name }: BackupDisk, errors: readonly BackupError[]) {
  context.warn(
    'left-open',
    `The disk “${name}” was unplugged before it was put away. The backup on it is whole.`,
  );
  for (const { message } of errors) context.warn('left-open', message);
}

export interface OpenDisk {
  /** null: the disk has no file system to mount. */
  readonly mounted: MountedFileSystem | null;
  /** Puts away what was opened; what stays open is told as errors, one for each thing, and can be tried again. */
  close(): Promise<readonly BackupError[]>;
}

/** Unlocks and mounts; when the second fails, the first is undone. */
export async function openDisk(
  context: RunContext,
  disk: BackupDisk,
  access: DiskAccess,
): Promise<OpenDisk> {
  const { sharing, fileSystems } = context.ports;
  const { encrypted, fileSystem } = disk;
  const uses: SharedUse[] = [];
  try {
    if (encrypted !== null) {
      const device = unlockedDevice(context, encrypted);
      const { target } = encrypted.entry;
      uses.unshift(await sharing.use(target, 'machine', device, context.signal));
    }
    if (fileSystem !== null) {
      const mount = mountedDisk(context, fileSystem, access);
      const { mountPoint } = fileSystem;
      uses.unshift(await sharing.use(mountPoint, 'mount-namespace', mount, context.signal));
    }
    return {
      mounted: fileSystem === null ? null : await fileSystems.mounted(fileSystem.mountPoint),
      close: () => releaseAll(uses),
    };
  } catch (error) {
    for (const { message } of await releaseAll(uses)) context.warn('left-open', message);
    throw error;
  }
}

/** One after the other; an error in one does not keep the next from being tried. */
async function releaseAll(uses: readonly SharedUse[]): Promise<readonly BackupError[]> {
  const errors: BackupError[] = [];
  for (const use of uses) {
    try {
      await use.release();
    } catch (error) {
      errors.push(asBackupError(error));
    }
  }
  return errors;
}
