import { readFile, stat } from 'node:fs/promises';
import { parseMountInfo } from '../domain/mountinfo.js';
import { orWhenUnreadable } from './error-code.js';
import { selectMountsOf } from './mount-table.js';
import { runCommand } from './run-command.js';

/**
 * Unmounts whatever is mounted of a device that was unplugged, and detaches what is busy.
 *
 * The helper sees mounts of its own; what somebody else had mounted before is held in the mount namespace of the system, and has
 * to go there as well. Only root may look into that, and only root unmounts.
 */
export async function clearMounts(device: string): Promise<void> {
  if (await hasOwnNamespace()) {
    const enter = ['nsenter', '--target', '1', '--mount', '--'] as const;
    await clear('/proc/1/mountinfo', device, enter);
  }
  await clear('/proc/self/mountinfo', device, []);
}

/** namespaces(7): two processes in one mount namespace have the same inode here. */
async function hasOwnNamespace(): Promise<boolean> {
  const [mine, system] = await Promise.all(
    ['/proc/self/ns/mnt', '/proc/1/ns/mnt'].map((path) =>
      orWhenUnreadable(async () => (await stat(path)).ino, null),
    ),
  );
  return system !== null && mine !== system;
}

/** The last mount first: it may lie on top of another. What stays is found by whoever closes the device. */
async function clear(table: string, device: string, enter: readonly string[]): Promise<void> {
  const mounts = parseMountInfo(await orWhenUnreadable(() => readFile(table, 'utf8'), ''));
  for (const { mountPoint } of (await selectMountsOf(device, mounts)).toReversed()) {
    const unmount = async (options: readonly string[]): Promise<boolean> => {
      const [program, ...args] = [...enter, 'umount', ...options, '--', mountPoint];
      return (await runCommand(program, args)).exitCode === 0;
    };
    if (!(await unmount([]))) await unmount(['--lazy']);
  }
}
