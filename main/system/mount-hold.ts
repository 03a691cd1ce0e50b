import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { MountedFileSystem, MountHold } from '../engine/ports-disks.js';
import { BackupError } from '../shared/backup-error.js';
import { readMounts } from './mount-table.js';
import { nearestDirectory } from './store/resolve-destination.js';

/** open(2), which Node.js has no name for: enough to keep a file system mounted, without the right to read it. */
const O_PATH = 0o10000000;

/** An open directory keeps anybody from unmounting the file system, systemd as well, which does so when a device goes. */
export async function holdMount(mounted: MountedFileSystem): Promise<MountHold> {
  const { id, device, mountPoint } = mounted;
  const directory = await open(mountPoint, O_PATH | constants.O_DIRECTORY);
  try {
    const held = await mountId(directory.fd);
    const there = (await readMounts()).find((mount) => mount.id === held);
    // The kernel gives the number of a mount out again, but not while it is held.
    if (held !== id || there?.device !== device) throw notMounted(mountPoint);
  } catch (error) {
    await directory.close();
    throw error;
  }
  return {
    covers: (path) => isWithin(path, id),
    release: () => directory.close(),
  };
}

async function isWithin(path: string, mount: number): Promise<boolean> {
  const directory = await open(await nearestDirectory(path), O_PATH | constants.O_DIRECTORY);
  try {
    const parents = new Map((await readMounts()).map(({ id, parent }) => [id, parent]));
    const seen = new Set<number>();
    let at: number | undefined = await mountId(directory.fd);
    while (at !== undefined && !seen.has(at)) {
      if (at === mount) return true;
      seen.add(at);
      at = parents.get(at);
    }
    return false;
  } finally {
    await directory.close();
  }
}

/** proc(5), /proc/PID/fdinfo: unlike st_dev, it does not change from one subvolume of btrfs to the next. */
async function mountId(descriptor: number): Promise<number> {
  const text = await readFile(`/proc/self/fdinfo/${String(descriptor)}`, 'utf8');
  return Number(/^mnt_id:\s*(\d+)$/m.exec(text)?.[1] ?? -1);
}

function notMounted(mountPoint: string): BackupError {
  return new BackupError({
    code: 'not-mounted',
    title: `The file system at “${mountPoint}” was unmounted while the backup began.`,
    advice: 'Start the backup again.',
  });
}
