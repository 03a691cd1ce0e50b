import type { Frequency, RetentionCount, RotationPolicy } from '../shared/rotation-policy.js';
import { periodOf, windowStart } from './rotation-period.js';
import { wallClockSeconds, type SnapshotTime } from './snapshot-name.js';

/** A snapshot with the time that its name states. */
export interface DatedSnapshot {
  readonly name: string;
  readonly time: SnapshotTime;
}

/**
 * The snapshots that one frequency of a scheme keeps.
 *
 * Each period is represented by one snapshot before the window is applied. A period whose
 * representative lies before the window is lost as a whole, as in rotate-backups.
 *
 * A count of 0 keeps nothing. (In rotate-backups it keeps every period inside the window.)
 *
 * @param snapshots oldest first; windows are counted from the last of them
 */
export function survivors(
  snapshots: readonly DatedSnapshot[],
  frequency: Frequency,
  policy: RotationPolicy,
): readonly DatedSnapshot[] {
  const count = policy.scheme[frequency] ?? 0;
  const newest = snapshots.at(-1);
  if (count === 0 || newest === undefined) {
    return [];
  }
  const representatives = onePerPeriod(snapshots, frequency, policy.preferRecent);
  const candidates = policy.strict
    ? insideWindow(representatives, newest, frequency, count)
    : representatives;
  return count === 'always' ? candidates : candidates.slice(-count);
}

function onePerPeriod(
  snapshots: readonly DatedSnapshot[],
  frequency: Frequency,
  preferRecent: boolean,
): readonly DatedSnapshot[] {
  const periods = new Map<number, DatedSnapshot>();
  for (const snapshot of snapshots) {
    const period = periodOf(snapshot.time, frequency);
    if (preferRecent || !periods.has(period)) {
      periods.set(period, snapshot);
    }
  }
  return [...periods.values()];
}

function insideWindow(
  snapshots: readonly DatedSnapshot[],
  newest: DatedSnapshot,
  frequency: Frequency,
  count: RetentionCount,
): readonly DatedSnapshot[] {
  if (count === 'always') {
    return snapshots;
  }
  const start = windowStart(newest.time, frequency, count);
  return snapshots.filter(({ time }) => wallClockSeconds(time) >= start);
}
