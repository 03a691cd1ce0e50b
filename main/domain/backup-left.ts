import type { ProfileState } from '../shared/profile-state.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';

type LastBackup = ProfileState['lastBackup'];
type Snapshots = readonly Pick<SnapshotSummary, 'name' | 'time' | 'complete'>[];

/**
 * The last backup after snapshots were removed: the one before where nothing bears it out any more; null: none is left.
 *
 * @param there the snapshots of before, and `left` those of after that; both oldest first
 */
export function backupLeft(last: LastBackup, there: Snapshots, left: Snapshots): LastBackup {
  const newest = left.at(-1);
  if (last === null || newest === undefined) return null;
  // A run that changes nothing takes no snapshot: the newest one bears it out.
  if (newest.name === there.at(-1)?.name) return last;
  const time = new Date(newest.time);
  if (time.getTime() >= Date.parse(last.start)) return last;
  const at = time.toISOString();
  return { start: at, end: at, complete: newest.complete };
}
