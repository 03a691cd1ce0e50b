import type { RotationPolicy } from '../shared/rotation-policy.js';
import { planRotation, type RotationCandidate } from './plan-rotation.js';
import {
  formatSnapshotName,
  parseSnapshotName,
  wallClockSeconds,
  type SnapshotTime,
} from './snapshot-name.js';

/** How many of the last snapshots tell the pace. */
const PACE = 20;
/** More simulated snapshots would take longer than a person waits, and tell no more. */
const MOST_SIMULATED = 20_000;
const DAY = 24 * 60 * 60;

/**
 * How many snapshots a policy will have left some days after the newest one, if they go on to come as the last ones did.
 *
 * @returns null: there are too few to tell a pace by.
 */
export function forecastRotation(
  snapshots: readonly RotationCandidate[],
  policy: RotationPolicy,
  days: number,
): number | null {
  const times = snapshots
    .map(({ name }) => parseSnapshotName(name))
    .filter((time) => time !== null)
    .map(wallClockSeconds)
    .sort((a, b) => a - b);
  const newest = times.at(-1);
  const interval = pace(times);
  if (newest === undefined || interval === null) return null;
  const count = Math.min(Math.floor((days * DAY) / interval), MOST_SIMULATED);
  const step = (days * DAY) / Math.max(count, 1);
  const future = Array.from({ length: count }, (_, index) => ({
    name: formatSnapshotName(timeAt(newest + Math.round((index + 1) * step))),
    pinned: false,
    complete: true,
  }));
  return planRotation([...snapshots, ...future], policy).keep.length;
}

/** Seconds between two snapshots: the one in the middle, so that a holiday does not count. */
function pace(times: readonly number[]): number | null {
  const last = times.slice(-PACE);
  const intervals = last.slice(1).map((time, index) => time - (last[index] ?? 0));
  const positive = intervals.filter((interval) => interval > 0).sort((a, b) => a - b);
  return positive[Math.floor(positive.length / 2)] ?? null;
}

/** The reverse of wallClockSeconds. */
function timeAt(seconds: number): SnapshotTime {
  const date = new Date(seconds * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
