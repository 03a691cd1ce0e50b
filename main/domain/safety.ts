import type { Safety } from '../shared/app-view.js';
import { longestGap } from '../shared/cron-times.js';
import { readCron } from '../shared/cron.js';
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
 * Whether what a profile protects is safe now.
 *
 * @param expected milliseconds; see `expectedInterval`
 */
export function safetyOf(
  last: LastBackup | null,
  laterRunFailed: boolean,
  expected: number,
  now: number,
): Safety {
  const since = last?.at ?? null;
  if (laterRunFailed) return { kind: 'failed', since };
  if (last === null || since === null) return { kind: 'never' };
  const age = now - since;
  if (age > 3 * expected) return { kind: 'stale', since };
  if (age > expected) return { kind: 'late', since };
  return { kind: last.complete ? 'safe' : 'incomplete', since };
}
