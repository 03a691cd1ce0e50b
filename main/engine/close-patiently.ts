import type { PhysicalDisk } from '../domain/physical-disk.js';
import type { Ports } from './ports.js';
import type { Closing } from './ports-disks.js';

/** Seconds between two attempts to unmount, half a minute in all: the last of a file manager or an indexer. */
export const UNMOUNT_PAUSES = [0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 5, 5, 5];
/** udev(7) holds a device for moments after each change. */
export const LOCK_PAUSES = [0.1, 0.2, 0.5, 1, 2];

/**
 * Closes what may be in use for some moments yet. A request to stop does not end that: it would leave the disk open.
 *
 * @returns `gone`: the disk was unplugged meanwhile.
 */
export async function closePatiently(
  ports: Ports,
  physical: readonly PhysicalDisk[],
  pauses: readonly number[],
  close: () => Promise<Closing>,
): Promise<Closing | 'gone'> {
  for (const seconds of [0, ...pauses]) {
    if (seconds > 0) await ports.clock.sleep(seconds * 1000);
    if ((await close()) === 'closed') return 'closed';
    if (!(await arePresent(ports, physical))) return 'gone';
  }
  return 'busy';
}

export async function arePresent(ports: Ports, disks: readonly PhysicalDisk[]): Promise<boolean> {
  const present = await Promise.all(disks.map((disk) => ports.devices.isPresent(disk)));
  return !present.includes(false);
}
