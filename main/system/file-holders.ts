import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { deviceNumber } from '../domain/device-number.js';
import { isInside } from '../domain/path-containment.js';
import type { Holder } from '../engine/ports-disks.js';
import { orWhenUnreadable } from './error-code.js';

/** More names help nobody. */
const LISTED = 5;

/**
 * Who uses a file system: by working directory, root directory, program, open or mapped file.
 *
 * Read from proc(5), as fuser(1) does, which is not installed everywhere. Processes of others are seen by root alone.
 *
 * @param device `MAJOR:MINOR`
 * @param mountPoint null: it is mounted nowhere any more
 */
export async function fileHolders(
  device: string,
  mountPoint: string | null,
): Promise<readonly Holder[]> {
  const holders: Holder[] = [];
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of numbers.filter((number) => Number(number) !== process.pid)) {
    const file = await fileInUse(`/proc/${pid}`, device, mountPoint);
    if (file === null) continue;
    holders.push({ pid: Number(pid), program: await programName(pid), file });
    if (holders.length === LISTED) break;
  }
  return holders;
}

async function fileInUse(
  directory: string,
  device: string,
  mountPoint: string | null,
): Promise<string | null> {
  const descriptors = await orWhenUnreadable(() => readdir(`${directory}/fd`), []);
  const links = [...['cwd', 'root', 'exe'], ...descriptors.map((number) => `fd/${number}`)];
  for (const link of links) {
    const path = `${directory}/${link}`;
    const target = await orWhenUnreadable(() => readlink(path), null);
    if (target?.startsWith('/') !== true) continue;
    if (mountPoint !== null && isInside(target, mountPoint)) return target;
    if ((await deviceOf(path)) === device) return target;
  }
  return mappedFile(directory, device);
}

/** By what the link leads to: a file system that was detached has no path any more. */
async function deviceOf(path: string): Promise<string | null> {
  const stats = await orWhenUnreadable(() => stat(path, { bigint: true }), null);
  if (stats === null) return null;
  return deviceNumber(stats.isBlockDevice() ? stats.rdev : stats.dev);
}

/** proc(5), /proc/PID/maps: addresses, rights, offset, device in hexadecimal, inode, path. */
const MAPPING = /^\S+ \S+ \S+ ([0-9a-f]+):([0-9a-f]+) \d+ +(\/.*)$/gm;

async function mappedFile(directory: string, device: string): Promise<string | null> {
  const text = await orWhenUnreadable(() => readFile(`${directory}/maps`, 'utf8'), '');
  for (const [, major = '', minor = '', path = ''] of text.matchAll(MAPPING)) {
    if ([major, minor].map((digits) => Number.parseInt(digits, 16)).join(':') === device)
      return path;
  }
  return null;
}

async function programName(pid: string): Promise<string> {
  return (await orWhenUnreadable(() => readFile(`/proc/${pid}/comm`, 'utf8'), 'a program')).trim();
}
