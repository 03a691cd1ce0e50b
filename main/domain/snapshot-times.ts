import type { RotationPlan } from '../shared/rotation-policy.js';
import type { SnapshotSummary, SnapshotTime } from '../shared/snapshot-summary.js';
import { formatSnapshotName, parseSnapshotName } from './snapshot-name.js';

/** The snapshots that a rotation leaves, newest first: a run tells of it, and so of all that there are. */
export function timesKept({ keep }: RotationPlan): readonly SnapshotTime[] {
  const times = keep.flatMap(({ name, reasons }) => {
    const time = parseSnapshotName(name);
    if (time === null) return [];
    return { name, time: timeText(formatSnapshotName(time)), pinned: reasons.includes('pinned') };
  });
  return times.reverse();
}

/** @param snapshots oldest first */
export function timesOf(snapshots: readonly SnapshotSummary[]): readonly SnapshotTime[] {
  return snapshots.map(({ name, time, pinned }) => ({ name, time, pinned })).reverse();
}

/** As `YYYY-MM-DDTHH:MM:SS`. */
function timeText(name: string): string {
  return name.replace(' ', 'T');
}
