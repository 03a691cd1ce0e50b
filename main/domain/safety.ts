import type { Safety } from '../shared/app-view.js';
import { isAheadOfClock } from '../shared/ahead-of-clock.js';
import { longestGap } from '../shared/cron-times.js';
import { readCron } from '../shared/cron.js';
import type { AgeNotice } from '../shared/run-log.js';
import type { Triggers } from '../shared/triggers.js';

const DAY = 24 * 60 * 60 * 1000;

/** A backup that was taken, whole or but for some files. */
export interface LastBackup {
  /** Milliseconds since the epoch; what changed later may be missing. */
  readonly at: number;
  /** False: some files could not be read. */
  readonly complete: boolean;
}

/** How old a backup may become before a person is told; milliseconds. A day at least: computers are off at night. */
export function expectedInterval(
  { schedule, reminderDays }: Pick<Triggers, 'schedule' | 'reminderDays'>,
  now: number,
): number {
  return schedule === null
    ? reminderDays * DAY
    : Math.max(DAY, longestGap(readCron(schedule), now));
}

/** From when an age is counted where the time of a backup does not tell; milliseconds since the epoch. */
export interface AgeMarks {
  /** When the person was first promised a backup; 0: nobody knows. */
  readonly promisedSince: number;
  /** When the clock was set back last, by the clock of after that; null: it never was. */
  readonly clockSetBackAt: number | null;
}

/**
 * The notice that the age of the last backup deserves, whatever became of later runs; null: none.
 *
 * @param expected milliseconds; see `expectedInterval`
 */
export function overdue(
  last: LastBackup | null,
  expected: number,
  marks: AgeMarks,
  now: number,
): AgeNotice | null {
  const since = last?.at ?? null;
  const from = countedFrom(last, marks, now);
  if (from === null) return null;
  if (now - from > 3 * expected) return { kind: 'stale', since };
  return now - from > expected ? { kind: 'late', since } : null;
}

/** A backup from the future was made before the clock was set back. null: nobody knows. */
function countedFrom(
  last: LastBackup | null,
  { promisedSince, clockSetBackAt }: AgeMarks,
  now: number,
): number | null {
  if (last !== null && !isAheadOfClock(last.at, now)) return last.at;
  const setBackAt = last === null ? null : clockSetBackAt;
  const known = [promisedSince, setBackAt ?? 0].filter((at) => at > 0 && !isAheadOfClock(at, now));
  return known.length === 0 ? null : Math.max(...known);
}

/**
 * Whether what a profile protects is safe now.
 *
 * @param notice see `overdue`
 */
export function safetyOf(
  last: LastBackup | null,
  laterRunFailed: boolean,
  notice: AgeNotice | null,
  now: number,
): Safety {
  if (laterRunFailed) return { kind: 'failed', since: last?.at ?? null };
  if (last === null) return { kind: 'never' };
  if (isAheadOfClock(last.at, now)) return { kind: 'ahead', since: last.at };
  if (notice !== null) return { kind: notice.kind, since: last.at };
  return { kind: last.complete ? 'safe' : 'incomplete', since: last.at };
}
