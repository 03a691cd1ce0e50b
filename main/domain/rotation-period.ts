import { assertNever } from '../shared/assert-never.js';
import type { Frequency } from '../shared/rotation-policy.js';
import { dayNumber, daysInMonth } from './calendar.js';
import { wallClockSeconds, type SnapshotTime } from './snapshot-name.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** 1970-01-01 was a Thursday: three days into its ISO week. */
const DAYS_BEFORE_EPOCH_IN_ITS_WEEK = 3;

/**
 * The number of the minute, hour, … or year that a time lies in. Later periods have higher numbers.
 *
 * Weeks run from Monday to Sunday, so that a week that spans New Year is one period. That is the
 * ISO week-numbering year; rotate-backups pairs the week with the calendar year instead.
 */
export function periodOf(time: SnapshotTime, frequency: Frequency): number {
  switch (frequency) {
    case 'minutely':
      return Math.floor(wallClockSeconds(time) / MINUTE);
    case 'hourly':
      return Math.floor(wallClockSeconds(time) / HOUR);
    case 'daily':
      return dayNumber(time);
    case 'weekly':
      return Math.floor((dayNumber(time) + DAYS_BEFORE_EPOCH_IN_ITS_WEEK) / 7);
    case 'monthly':
      return monthNumber(time);
    case 'yearly':
      return time.year;
    default:
      return assertNever(frequency);
  }
}

/**
 * Where the strict window of a frequency begins: that many periods before the newest snapshot, to
 * the second. In wall-clock seconds; a snapshot of exactly that second is still inside.
 */
export function windowStart(newest: SnapshotTime, frequency: Frequency, count: number): number {
  switch (frequency) {
    case 'minutely':
      return wallClockSeconds(newest) - count * MINUTE;
    case 'hourly':
      return wallClockSeconds(newest) - count * HOUR;
    case 'daily':
      return wallClockSeconds(newest) - count * DAY;
    case 'weekly':
      return wallClockSeconds(newest) - count * WEEK;
    case 'monthly':
      return wallClockSeconds(monthsBefore(newest, count));
    case 'yearly':
      return wallClockSeconds(monthsBefore(newest, count * 12));
    default:
      return assertNever(frequency);
  }
}

/** The same day and time of an earlier month; its last day where it has no such day. */
function monthsBefore(time: SnapshotTime, count: number): SnapshotTime {
  const target = monthNumber(time) - count;
  const year = Math.floor(target / 12);
  const month = target - year * 12 + 1;
  return { ...time, year, month, day: Math.min(time.day, daysInMonth(year, month)) };
}

function monthNumber({ year, month }: SnapshotTime): number {
  return year * 12 + month - 1;
}
