import type { Safety } from '../shared/app-view.js';
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

/**
 * The notice that the age of the last backup deserves, whatever became of later runs; null: none.
 *
 * @param expected milliseconds; see `expectedInterval`
 * @param promisedSince when the person was first promised a backup, from which one that never came is counted; 0: nobody knows
 */
export function overdue(
  last: LastBackup | null,
  expected: number,
  promisedSince: number,
  now: number,
): AgeNotice | null {
  const since = last?.at ?? null;
  const from = since ?? promisedSince;
  if (since === null && promisedSince === 0) return null;
  if (now - from > 3 * expected) return { kind: 'stale', since };
  return now - from > expected ? { kind: 'late', since } : null;
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
): Safety {
  if (laterRunFailed) return { kind: 'failed', since: last?.at ?? null };
  if (last === null) return { kind: 'never' };
  if (notice !== null) return { kind: notice.kind, since: last.at };
  return { kind: last.complete ? 'safe' : 'incomplete', since: last.at };
}
