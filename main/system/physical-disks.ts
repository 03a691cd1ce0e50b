import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isUntold, type BlockDevice } from '../domain/block-device.js';
import { deviceNumber } from '../domain/device-number.js';
import type { PhysicalDisk } from '../domain/physical-disk.js';
import type { Devices } from '../engine/ports-disks.js';
import { BackupError } from '../shared/backup-error.js';
import { listBlockDevices } from './block-devices.js';
import { usesOfDisk } from './disk-uses.js';
import { orWhenUnreadable } from './error-code.js';
import { isRoot } from './is-root.js';
import { probeBlockDevices } from './probed-devices.js';
import { exists } from './store/remove-tree.js';

/** Milliseconds. */
const WATCH_INTERVAL = 1000;

/** sysfs(5) and udev(7). */
export const connectedDevices: Devices = {
  list: listDevices,
  // Whoever is root has looked.
  tellsContents: async () => isRoot() || !isUntold(await listDevices()),
  resolve: (path) => orWhenUnreadable(() => realpath(path), null),
  disksBelow: async (path) => {
    const directory = await sysfsDirectory(path);
    return directory === null ? [] : physicalDisks(directory);
  },
  isPresent,
  watch: watchDisks,
  usesOf: usesOfDisk,
};

async function listDevices(): Promise<readonly BlockDevice[]> {
  const listed = await listedByUdev();
  return listed === null || isUntold(listed) ? probeBlockDevices() : listed;
}

/** null: udevadm is not installed. */
async function listedByUdev(): Promise<readonly BlockDevice[] | null> {
  try {
    return await listBlockDevices();
  } catch (error) {
    if (error instanceof BackupError && error.code === 'command-missing') return null;
    throw error;
  }
}

/** Below /sys/devices; null: the path leads to no block device. */
async function sysfsDirectory(path: string): Promise<string | null> {
  const stats = await orWhenUnreadable(() => stat(path, { bigint: true }), null);
  if (stats?.isBlockDevice() !== true) return null;
  return orWhenUnreadable(() => realpath(`/sys/dev/block/${deviceNumber(stats.rdev)}`), null);
}

/** The whole disks at the bottom of what a device stands on; what has gone is left out. */
export async function physicalDisks(directory: string): Promise<readonly PhysicalDisk[]> {
  const below = await slaveDirectories(directory);
  if (below.length > 0) {
    const disks = (await Promise.all(below.map(physicalDisks))).flat();
    return disks.filter(({ path }, index) => disks.findIndex((d) => d.path === path) === index);
  }
  const isPartition = await exists(join(directory, 'partition'));
  const whole = isPartition ? dirname(directory) : directory;
  const sequence = await orWhenUnreadable(() => readFile(join(whole, 'diskseq'), 'utf8'), null);
  const path = `/dev/${basename(whole)}`;
  return [{ path, directory: whole, sequence: sequence?.trim() ?? null }];
}

/** What a mapping or an array stands on directly. */
export async function slaveDirectories(directory: string): Promise<readonly string[]> {
  const slaves = join(directory, 'slaves');
  const names = await orWhenUnreadable(() => readdir(slaves), []);
  const paths = await Promise.all(
    names.map((name) => orWhenUnreadable(() => realpath(join(slaves, name)), null)),
  );
  return paths.filter((path) => path !== null);
}

async function isPresent({ directory, sequence }: PhysicalDisk): Promise<boolean> {
  const now = await orWhenUnreadable(() => readFile(join(directory, 'diskseq'), 'utf8'), null);
  // Another disk in the same socket has another number.
  if (now !== null) return now.trim() === sequence;
  return sequence === null && (await orWhenUnreadable(() => exists(directory), false));
}

/**
 * Looks once a second while a run goes on, which is nothing beside it: udev(7) tells when a disk has gone, but not when
 * its events are lost or nobody runs it, and a mapping over the disk has no event of its own.
 */
function watchDisks(disks: readonly PhysicalDisk[], onGone: () => void): () => void {
  let ended = false;
  const look = async (): Promise<void> => {
    const present = await Promise.all(disks.map(isPresent));
    if (ended || !present.includes(false)) return;
    end();
    onGone();
  };
  const timer = setInterval(() => void look(), WATCH_INTERVAL);
  // A run that has ended is not kept waiting.
  timer.unref();
  const end = (): void => {
    ended = true;
    clearInterval(timer);
  };
  return end;
}
