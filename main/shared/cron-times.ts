import type { Cron } from './cron.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MINUTES_OF_DAY = 24 * 60;

/** 29 February may be eight years away, as around 2100. */
const FURTHEST_DAYS = 8 * 366 + 1;

/**
 * The first time after `after` that the expression names, in local time; milliseconds since the epoch. null: none comes.
 *
 * A time that the clocks skip when summer comes is replaced by the one an hour later. In the hour that they repeat when it
 * goes, what names hours runs once, and what runs every hour goes on running.
 */
export function nextTime(cron: Cron, after: number): number | null {
  const start = new Date(after);
  for (let days = 0; days < FURTHEST_DAYS; days += 1) {
    // Noon is on its day whatever the clocks do.
    const noon = new Date(start.getFullYear(), start.getMonth(), start.getDate() + days, 12);
    if (!isMatchingDay(cron, noon)) continue;
    const next = earliestAfter(timesOfDay(cron, noon), after);
    if (next !== null) return next;
  }
  return null;
}

/** The last time up to `until` that the expression names; null: there was none for years. */
export function previousTime(cron: Cron, until: number): number | null {
  const end = new Date(until);
  for (let days = 0; days < FURTHEST_DAYS; days += 1) {
    const noon = new Date(end.getFullYear(), end.getMonth(), end.getDate() - days, 12);
    if (!isMatchingDay(cron, noon)) continue;
    const times = timesOfDay(cron, noon).filter((time) => time <= until);
    if (times.length > 0) return Math.max(...times);
  }
  return null;
}

/** The next `count` times, for people to look at. */
export function nextTimes(cron: Cron, after: number, count: number): readonly number[] {
  const times: number[] = [];
  for (let next = nextTime(cron, after); next !== null; next = nextTime(cron, next)) {
    times.push(next);
    if (times.length === count) break;
  }
  return times;
}

/** The longest time between two backups that the expression asks for, looking at its next times; milliseconds. */
export function longestGap(cron: Cron, now: number): number {
  const times = nextTimes(cron, now, 15);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.max(...gaps, 0);
}

function isMatchingDay({ daysOfMonth, months, weekdays }: Cron, day: Date): boolean {
  return (
    (months?.includes(day.getMonth() + 1) ?? true) &&
    (daysOfMonth?.includes(day.getDate()) ?? true) &&
    (weekdays?.includes(day.getDay()) ?? true)
  );
}

function timesOfDay({ minutes, hours }: Cron, day: Date): readonly number[] {
  const hoursOfDay = hours ?? Array.from({ length: 24 }, (_, hour) => hour);
  return hoursOfDay.flatMap((hour) =>
    minutes.flatMap((minute) => {
      const time = new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute);
      return hours === null ? withRepetition(time) : [time.getTime()];
    }),
  );
}

/** Clocks that are put back show the same time twice. */
function withRepetition(time: Date): readonly number[] {
  const at = time.getTime();
  const putBack = new Date(at + 3 * HOUR).getTimezoneOffset() - time.getTimezoneOffset();
  if (putBack <= 0 || putBack >= MINUTES_OF_DAY) return [at];
  const again = new Date(at + putBack * MINUTE);
  const same = again.getHours() === time.getHours() && again.getMinutes() === time.getMinutes();
  return same ? [at, again.getTime()] : [at];
}

function earliestAfter(times: readonly number[], after: number): number | null {
  const later = times.filter((time) => time > after);
  return later.length === 0 ? null : Math.min(...later);
}
