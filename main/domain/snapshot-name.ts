import { dayNumber, daysInMonth } from './calendar.js';

/** The local wall-clock time that a snapshot's name states. Names carry no time zone, so neither does this. */
export interface SnapshotTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * A date, or a date and a time with or without seconds, with any single character that is no
 * digit between two numbers, or none: what rotate-backups searches for, but for the whole name.
 */
const TIME_STAMP = /^(\d{4})\D?(\d{2})\D?(\d{2})(?:\D?(\d{2})\D?(\d{2})(?:\D?(\d{2}))?)?$/u;

/**
 * Reads the time stamp that a snapshot is named with; what the name leaves out is zero.
 *
 * Null unless the whole name is a time stamp of a real date: rotation removes what this accepts,
 * and `photos 2019-07-01` is somebody's photos.
 */
export function parseSnapshotName(name: string): SnapshotTime | null {
  const match = TIME_STAMP.exec(name);
  if (match === null) {
    return null;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0));
  const time = { year, month, day, hour, minute, second };
  return isRealTime(time) ? time : null;
}

/** The name that this program gives to a snapshot: `YYYY-MM-DD HH:MM:SS`. */
export function formatSnapshotName(time: SnapshotTime): string {
  const date = [digits(time.year, 4), digits(time.month, 2), digits(time.day, 2)].join('-');
  const clock = [digits(time.hour, 2), digits(time.minute, 2), digits(time.second, 2)].join(':');
  return `${date} ${clock}`;
}

/** What a snapshot that is taken at this instant is named, in local time. */
export function snapshotNameAt(now: Date): string {
  return formatSnapshotName({
    year: now.getFullYear(),
    month: now.getMonth() + 1,
    day: now.getDate(),
    hour: now.getHours(),
    minute: now.getMinutes(),
    second: now.getSeconds(),
  });
}

/** Oldest first, as `Array.prototype.sort` expects it. */
export function compareSnapshotTimes(a: SnapshotTime, b: SnapshotTime): number {
  return wallClockSeconds(a) - wallClockSeconds(b);
}

/** Seconds on the wall clock since 1970-01-01 00:00:00, for order and distance; no instant in time. */
export function wallClockSeconds(time: SnapshotTime): number {
  return ((dayNumber(time) * 24 + time.hour) * 60 + time.minute) * 60 + time.second;
}

function isRealTime({ year, month, day, hour, minute, second }: SnapshotTime): boolean {
  const isRealDate = year >= 1 && day >= 1 && day <= daysInMonth(year, month);
  return isRealDate && hour <= 23 && minute <= 59 && second <= 59;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
