import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { deviceNumber } from '../domain/device-number.js';
import { deviceSourcePath, parseDeviceSource } from '../domain/device-source.js';
import type { FstabEntry } from '../domain/fstab.js';
import { parseMountInfo, type MountInfo } from '../domain/mountinfo.js';
import type { MountedFileSystem } from '../engine/ports-disks.js';
import { isDeviceAlive } from './device-mappings.js';
import { orWhenUnreadable } from './error-code.js';
import { exists } from './store/remove-tree.js';

/** Of several that are mounted at one place, the one to be seen; null: it is no mount point. */
export async function mountedAt(mountPoint: string): Promise<MountedFileSystem | null> {
  // The root directory of a dead file system cannot be looked up, but it is still named so in the table.
  const real = await orWhenUnreadable(() => realpath(mountPoint), mountPoint);
  const found = (await readMounts()).findLast((mount) => mount.mountPoint === real);
  return found === undefined ? null : describe(found);
}

/** Whatever of a device is mounted in this namespace, the last first. */
export async function mountsOfDevice(device: string): Promise<readonly MountedFileSystem[]> {
  const mounts = await selectMountsOf(device, await readMounts());
  return Promise.all(mounts.toReversed().map(describe));
}

/** Those of a device `MAJOR:MINOR`; btrfs has numbers of its own and is known by its source. */
export async function selectMountsOf(
  device: string,
  mounts: readonly MountInfo[],
): Promise<readonly MountInfo[]> {
  const name = await realName(`/sys/dev/block/${device}`);
  const sources = await Promise.all(mounts.map(({ source }) => realName(source)));
  return mounts.filter((mount, index) => mount.device === device || sources[index] === name);
}

export async function readMounts(): Promise<readonly MountInfo[]> {
  return parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
}

async function describe(mount: MountInfo): Promise<MountedFileSystem> {
  const { id, device, source } = mount;
  const sequence = await orWhenUnreadable(
    () => readFile(`/sys/dev/block/${device}/diskseq`, 'utf8'),
    '',
  );
  // The kernel gives the number of a mount out again, but not on a disk that was plugged in again.
  const instance = `${String(id)}-${device}-${sequence.trim()}`;
  return { ...mount, instance, isAlive: await isAlive(device, source) };
}

/** A file system without a device of its own, as with btrfs or a network, is asked for by its source. */
async function isAlive(device: string, source: string): Promise<boolean> {
  if (!device.startsWith('0:')) return isThereAndAlive(`/sys/dev/block/${device}`);
  if (!source.startsWith('/dev/')) return true;
  return isThereAndAlive(`/sys/class/block/${await realName(source)}`);
}

async function isThereAndAlive(path: string): Promise<boolean> {
  const directory = await orWhenUnreadable(() => realpath(path), null);
  return directory !== null && (await isDeviceAlive(directory));
}

/** True: the file system is the one that the line of fstab(5) names, as far as that can be told. */
export async function isMeantFileSystem(
  mounted: MountedFileSystem,
  entry: FstabEntry,
): Promise<boolean> {
  const source = deviceSourcePath(entry.source);
  // Network and virtual file systems have no device to compare, and neither has a directory that is bound elsewhere.
  if (!source.startsWith('/') || source.startsWith('//')) return mounted.source === source;
  const stats = await orWhenUnreadable(() => stat(source, { bigint: true }), null);
  if (stats === null) return mounted.source === source || isUnknownTag(entry.source);
  if (stats.isDirectory()) return true;
  if (stats.isFile()) return isLoopOver(mounted.source, source);
  if (mounted.device === deviceNumber(stats.rdev)) return true;
  const [mine, meant] = await Promise.all([mounted.source, source].map(realName));
  return mine === meant || (mounted.type === 'btrfs' && (await areOneBtrfs(mine, meant)));
}

/** Without udev(7) there are no links for UUIDs and labels, and mount(8) searches for them itself. */
async function isUnknownTag(source: string): Promise<boolean> {
  return parseDeviceSource(source).kind !== 'path' && !(await exists('/dev/disk'));
}

async function realName(path: string): Promise<string> {
  return basename(await orWhenUnreadable(() => realpath(path), path));
}

async function isLoopOver(device: string, file: string): Promise<boolean> {
  const path = `/sys/class/block/${basename(device)}/loop/backing_file`;
  const backing = (await orWhenUnreadable(() => readFile(path, 'utf8'), '')).trim();
  return backing === (await realpath(file)) || device === file;
}

/** btrfs over several devices is mounted by any of them. */
async function areOneBtrfs(one = '', other = ''): Promise<boolean> {
  const root = '/sys/fs/btrfs';
  for (const uuid of await orWhenUnreadable(() => readdir(root), [])) {
    const devices = await orWhenUnreadable(() => readdir(`${root}/${uuid}/devices`), []);
    if (devices.includes(one)) return devices.includes(other);
  }
  return false;
}
