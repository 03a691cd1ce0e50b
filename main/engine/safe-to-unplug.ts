import type { PhysicalDisk } from '../domain/physical-disk.js';
import { arePresent } from './close-patiently.js';
import type { BackupDisk } from './find-disk.js';
import type { Ports } from './ports.js';
import type { RunContext } from './run-context.js';

/** Looks at the whole disk, other partitions too: that is what a person pulls. A disk that has gone is not asked about. */
export async function learnWhetherSafe(context: RunContext, disk: BackupDisk): Promise<void> {
  if (disk.physical.length === 0 || !(await arePresent(context.ports, disk.physical))) return;
  const keptBy = await usesOf(context.ports, disk.physical);
  context.learn({ safeToUnplug: keptBy.length === 0, keptBy });
}

/** Mount points and devices that keep them from being unplugged. */
export async function usesOf(
  { devices }: Ports,
  disks: readonly PhysicalDisk[],
): Promise<readonly string[]> {
  const uses = await Promise.all(disks.map((disk) => devices.usesOf(disk)));
  return [...new Set(uses.flat())];
}
