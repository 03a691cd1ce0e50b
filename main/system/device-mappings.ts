import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Mapping } from '../engine/ports-disks.js';
import { orWhenUnreadable } from './error-code.js';
import { slaveDirectories } from './physical-disks.js';

/**
 * What the device mapper has under a name.
 *
 * Read from sysfs(5): /dev/mapper has its links from udev(7), which may be late, and `cryptsetup status` takes longer.
 *
 * @param classDirectory where the kernel lists block devices
 */
export async function findMapping(
  name: string,
  classDirectory = '/sys/class/block',
): Promise<Mapping | null> {
  const entries = await orWhenUnreadable(() => readdir(classDirectory), []);
  for (const entry of entries.filter((candidate) => candidate.startsWith('dm-'))) {
    const directory = await orWhenUnreadable(() => realpath(join(classDirectory, entry)), null);
    if (directory === null) continue;
    if (unmangled(await read(directory, 'dm/name')) === name) return describe(directory);
  }
  return null;
}

async function describe(directory: string): Promise<Mapping> {
  const standsOn = await devicesBelow(directory);
  const kernelName = basename(directory);
  return {
    path: `/dev/${kernelName}`,
    device: await read(directory, 'dev'),
    standsOn: standsOn.paths,
    isAlive: standsOn.areThere,
    instance: `${kernelName}-${await read(directory, 'diskseq')}`,
  };
}

/** False: something that a device of the mapper stands on was unplugged; others are alive as long as they are there. */
export async function isDeviceAlive(directory: string): Promise<boolean> {
  return !basename(directory).startsWith('dm-') || (await devicesBelow(directory)).areThere;
}

/** The link to a device that was unplugged leads nowhere, or has gone; a mapping over nothing does not exist. */
async function devicesBelow(
  directory: string,
): Promise<{ readonly paths: readonly string[]; readonly areThere: boolean }> {
  const names = await orWhenUnreadable(() => readdir(join(directory, 'slaves')), []);
  const slaves = await slaveDirectories(directory);
  const deeper = await Promise.all(
    slaves.filter((slave) => basename(slave).startsWith('dm-')).map(devicesBelow),
  );
  return {
    paths: [
      ...slaves.map((slave) => `/dev/${basename(slave)}`),
      ...deeper.flatMap(({ paths }) => paths),
    ],
    areThere:
      names.length > 0 &&
      slaves.length === names.length &&
      deeper.every(({ areThere }) => areThere),
  };
}

async function read(directory: string, file: string): Promise<string> {
  return (await orWhenUnreadable(() => readFile(join(directory, file), 'utf8'), '')).trim();
}

/** dmsetup(8), --manglename: what udev cannot have in a name. */
function unmangled(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
