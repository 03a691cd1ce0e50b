import { access, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isInside } from '../../main/domain/path-containment.js';
import { summarizeSnapshots } from '../../main/engine/summarize-snapshots.js';
import type { Profile } from '../../main/shared/profile.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { readDiskTables } from '../../main/system/disk-facts.js';
import { errorCode, orWhenUnreadable } from '../../main/system/error-code.js';
import { localPorts } from '../../main/system/local-ports.js';
import { mountedAt } from '../../main/system/mount-table.js';
import { logProblem } from '../log.js';

/**
 * The snapshots of a profile on this machine, oldest first; null: they are away, may not be read, or what is there is another
 * backup. To a mere list, all of these would be a backup without snapshots.
 */
export async function seenSnapshots(profile: Profile): Promise<readonly SnapshotSummary[] | null> {
  const { destination, destinationId } = profile;
  try {
    if (!(await isThere(profile))) return null;
    await access(dirname(destination));
    const store = await localPorts({ ionice: null, askPassphrase: null }).openStore(destination);
    const { marker } = await store.inspect();
    const isOther = marker !== null && marker !== 'unreadable' && marker.id !== destinationId;
    return isOther && destinationId !== null ? null : await summarizeSnapshots(store);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      logProblem(`the snapshots at “${destination}” cannot be looked at`, error);
    }
    return null;
  }
}

/** False: something is to be mounted where the destination is, and is not; its empty directory tells nothing. */
async function isThere({ destination, mountPoint }: Profile): Promise<boolean> {
  const parent = dirname(destination);
  const directory = await orWhenUnreadable(() => realpath(parent), parent);
  const { fstab } = await readDiskTables();
  const points = fstab
    .map((entry) => entry.mountPoint)
    .filter((point) => isBelow(directory, point));
  const mounts = await Promise.all(
    [...points, ...(mountPoint === null ? [] : [mountPoint])].map(mountedAt),
  );
  return mounts.every((mount) => mount?.isAlive === true);
}

/** The root directory is always there. */
function isBelow(directory: string, mountPoint: string): boolean {
  return mountPoint.startsWith('/') && mountPoint !== '/' && isInside(directory, mountPoint);
}
