import { isAheadOfClock } from '../shared/ahead-of-clock.js';
import { nextTime, previousTime } from '../shared/cron-times.js';
import { readCron } from '../shared/cron.js';
import type { Triggers } from '../shared/triggers.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A run that starts later than this has been missed before. */
const PUNCTUAL = 2 * MINUTE;

/** After a failure that may pass by itself; after the last one the next regular run is waited for. */
const RETRY_AFTER = [10 * MINUTE, HOUR, 4 * HOUR] as const;

/** What has happened to a profile. Times are milliseconds since the epoch. */
export interface ProfileHistory {
  /** When its last run started, or else when the clock was set back after that; null: it never ran. */
  readonly lastStart: number | null;
  /** Runs that started by themselves and failed, since one did not; null: the last did not fail so. */
  readonly failures: { readonly count: number; readonly lastEnd: number } | null;
}

/** Why a run is due. `at` is when it became so, which tells one occasion from another. */
export interface Occasion {
  readonly kind: 'schedule' | 'catch-up' | 'retry' | 'plug';
  readonly at: number;
}

export interface Due {
  /** null: nothing is due. */
  readonly occasion: Occasion | null;
  /** When to look again; null: time alone brings nothing. */
  readonly next: number | null;
}

/**
 * Whether a profile is due by its schedule, or again after a failure.
 *
 * A time of the schedule is served by any run that started at it or later, so that what was missed while the computer slept or was
 * off is caught up by one run.
 */
export function due(
  { schedule, scheduledSince }: Pick<Triggers, 'schedule' | 'scheduledSince'>,
  history: ProfileHistory,
  now: number,
): Due {
  const again = retryTime(history, now);
  const retry: Occasion | null =
    again !== null && again <= now ? { kind: 'retry', at: again } : null;
  if (schedule === null) return { occasion: retry, next: retry === null ? again : null };
  const cron = readCron(schedule);
  const at = previousTime(cron, now);
  const next = earlier(nextTime(cron, now), retry === null ? again : null);
  if (at === null || at <= servedUntil(history, scheduledSince, now)) {
    return { occasion: retry, next };
  }
  return { occasion: { kind: now - at > PUNCTUAL ? 'catch-up' : 'schedule', at }, next };
}

/** Nothing up to this time is owed any more. */
function servedUntil({ lastStart }: ProfileHistory, since: number, now: number): number {
  // Promised in a future that has not come: the clock was set back, and who knows what was missed.
  const promised = isAheadOfClock(since, now) ? -Infinity : since;
  return Math.max(lastStart ?? -Infinity, promised);
}

/**
 * Whether a run of the past seems to come from the future, because the clock was set back. It is to be noted in the log: without
 * that nothing would be due until the clock has got to where it was.
 */
export function isFromTheFuture(start: number | null, now: number): boolean {
  return start !== null && isAheadOfClock(start, now);
}

/** True: a failed run is tried again without anybody's doing. */
export function isTriedAgain(history: ProfileHistory, now: number): boolean {
  return retryTime(history, now) !== null;
}

function retryTime({ failures }: ProfileHistory, now: number): number | null {
  if (failures === null) return null;
  const delay = RETRY_AFTER[failures.count - 1];
  if (delay === undefined) return null;
  // The clock was set back meanwhile, and nobody knows how long ago the failure was.
  return isAheadOfClock(failures.lastEnd, now) ? now : failures.lastEnd + delay;
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
