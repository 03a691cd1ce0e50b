import { readdir, readFile } from 'node:fs/promises';
import type { BlockDevice } from '../domain/block-device.js';
import { blockDevice, readUdevProperties, type UdevProperties } from '../domain/udev-properties.js';
import { BackupError } from '../shared/backup-error.js';
import { orWhenUnreadable } from './error-code.js';
import { runCommand } from './run-command.js';

const SYSFS = '/sys/class/block';

/**
 * The disks and partitions that are connected, as the kernel and blkid(8) know them: for machines where udev(7) does not look what
 * is on them. Only root may look; for others they have paths alone.
 */
export async function probeBlockDevices(): Promise<readonly BlockDevice[]> {
  const names = await orWhenUnreadable(() => readdir(SYSFS), []);
  const devices = await Promise.all(names.map(probe));
  return devices.filter((device) => device !== null);
}

/** null: it is neither a disk nor a partition, or there is nothing in it. */
async function probe(name: string): Promise<BlockDevice | null> {
  const size = await orWhenUnreadable(() => readFile(`${SYSFS}/${name}/size`, 'utf8'), '0');
  if (Number(size) === 0) return null;
  const uevent = await orWhenUnreadable(() => readFile(`${SYSFS}/${name}/uevent`, 'utf8'), '');
  const kernel = new Map(readUdevProperties(uevent.split('\n')));
  const path = `/dev/${kernel.get('DEVNAME') ?? name}`;
  kernel.set('DEVNAME', path);
  // An optical disc would be read in before it is known to be none.
  if (blockDevice(kernel) === null) return null;
  return blockDevice(new Map([...kernel, ...(await contentsOf(path))]));
}

/** In the words of udev(7), whose own builtin does the same; empty where nothing is known or nobody may look. */
async function contentsOf(path: string): Promise<UdevProperties> {
  try {
    const { exitCode, output } = await runCommand('blkid', ['-p', '-o', 'udev', '--', path]);
    return exitCode === 0 ? readUdevProperties(output.toString('utf8').split('\n')) : new Map();
  } catch (error) {
    if (error instanceof BackupError && error.code === 'command-missing') return new Map();
    throw error;
  }
}
