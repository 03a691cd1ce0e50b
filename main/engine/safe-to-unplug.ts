import { arePresent } from './close-patiently.js';
import type { BackupDisk } from './find-disk.js';
import type { RunContext } from './run-context.js';

/** Looks at the whole disk, other partitions too: that is what a person pulls. A disk that has gone is not asked about. */
export async function learnWhetherSafe(context: RunContext, disk: BackupDisk): Promise<void> {
  const { devices } = context.ports;
  if (disk.physical.length === 0 || !(await arePresent(context.ports, disk.physical))) return;
  const uses = (await Promise.all(disk.physical.map((one) => devices.usesOf(one)))).flat();
  context.learn({ safeToUnplug: uses.length === 0, keptBy: [...new Set(uses)] });
}
