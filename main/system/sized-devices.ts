import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SizedDevice } from '../domain/disk-choices.js';
import { listBlockDevices } from './block-devices.js';
import { orWhenMissing } from './error-code.js';

/** The kernel's Documentation/ABI/stable/sysfs-block: sectors are of 512 bytes whatever those of the disk are. */
const SECTOR = 512;

/** The disks and partitions that are connected, with their sizes. */
export async function listSizedDevices(): Promise<readonly SizedDevice[]> {
  const devices = await listBlockDevices();
  return Promise.all(
    devices.map(async (device) => ({ device, size: await sizeOf(basename(device.path)) })),
  );
}

/** 0: it was unplugged a moment ago. */
async function sizeOf(name: string): Promise<number> {
  const text = await orWhenMissing(() => readFile(`/sys/class/block/${name}/size`, 'utf8'), '0');
  return Number(text) * SECTOR;
}
