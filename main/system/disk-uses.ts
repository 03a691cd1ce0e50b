import { constants } from 'node:fs';
import { open, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseMountInfo } from '../domain/mountinfo.js';
import type { PhysicalDisk } from '../domain/physical-disk.js';
import { errorCode, orWhenUnreadable } from './error-code.js';

/** Mount points and devices that keep a disk from being unplugged; its own path where only the kernel knows what does. */
export async function usesOfDisk({ path, directory }: PhysicalDisk): Promise<readonly string[]> {
  const parts = [directory, ...(await partitions(directory))];
  const stacked = (await Promise.all(parts.map(devicesAbove))).flat();
  const numbers = await Promise.all([...parts, ...stacked].map(numberOf));
  const mounts = await mountsOf(
    new Set(numbers),
    new Set([...parts, ...stacked].map((one) => basename(one))),
  );
  const names = await Promise.all(stacked.map(nameOf));
  const uses = [...mounts, ...names];
  return uses.length === 0 && (await isClaimed(parts)) ? [path] : uses;
}

async function partitions(directory: string): Promise<readonly string[]> {
  const names = await orWhenUnreadable(() => readdir(directory), []);
  const paths = names.map((name) => join(directory, name));
  const numbers = await Promise.all(
    paths.map((path) => orWhenUnreadable(() => readFile(join(path, 'partition'), 'utf8'), null)),
  );
  return paths.filter((_, index) => numbers[index] !== null);
}

/** Mappings and arrays that stand on a device, at any height. */
async function devicesAbove(directory: string): Promise<readonly string[]> {
  const holders = join(directory, 'holders');
  const names = await orWhenUnreadable(() => readdir(holders), []);
  const paths = await Promise.all(
    names.map((name) => orWhenUnreadable(() => realpath(join(holders, name)), null)),
  );
  const above = paths.filter((path) => path !== null);
  return [...above, ...(await Promise.all(above.map(devicesAbove))).flat()];
}

async function numberOf(directory: string): Promise<string> {
  return (await orWhenUnreadable(() => readFile(join(directory, 'dev'), 'utf8'), '')).trim();
}

async function nameOf(directory: string): Promise<string> {
  const name = await orWhenUnreadable(() => readFile(join(directory, 'dm/name'), 'utf8'), null);
  return name === null ? `/dev/${basename(directory)}` : `/dev/mapper/${name.trim()}`;
}

/** In this mount namespace and, as far as we may look, that of the system; btrfs is found by the name of its device. */
async function mountsOf(
  numbers: ReadonlySet<string>,
  kernelNames: ReadonlySet<string>,
): Promise<readonly string[]> {
  const tables = await Promise.all(
    ['/proc/self/mountinfo', '/proc/1/mountinfo'].map((table) =>
      orWhenUnreadable(() => readFile(table, 'utf8'), ''),
    ),
  );
  const found: string[] = [];
  for (const { device, source, mountPoint } of tables.flatMap(parseMountInfo)) {
    const isThere = numbers.has(device) || (await leadsTo(source, kernelNames));
    if (isThere && !found.includes(mountPoint)) found.push(mountPoint);
  }
  return found;
}

async function leadsTo(source: string, kernelNames: ReadonlySet<string>): Promise<boolean> {
  if (!source.startsWith('/dev/')) return false;
  return kernelNames.has(basename(await orWhenUnreadable(() => realpath(source), source)));
}

/** open(2), O_EXCL: refused for a device that any mount namespace, or the kernel itself as for swap, uses. */
async function isClaimed(directories: readonly string[]): Promise<boolean> {
  for (const directory of directories) {
    try {
      const { O_RDONLY, O_EXCL, O_NONBLOCK } = constants;
      const file = await open(`/dev/${basename(directory)}`, O_RDONLY | O_EXCL | O_NONBLOCK);
      await file.close();
    } catch (error) {
      if (errorCode(error) === 'EBUSY') return true;
      if (errorCode(error) === null) throw error;
    }
  }
  return false;
}
