/** A day of the proleptic Gregorian calendar; months count from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Number of days in a month; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/**
 * Days since 1970-01-01; negative before it.
 *
 * Plain integer arithmetic, so that no time zone and none of Date's special years can interfere.
 */
export function dayNumber({ year, month, day }: CalendarDate): number {
  const daysBeforeYear = daysBetweenYears(1970, year);
  let daysBeforeMonth = 0;
  for (let earlier = 1; earlier < month; earlier += 1) {
    daysBeforeMonth += daysInMonth(year, earlier);
  }
  return daysBeforeYear + daysBeforeMonth + day - 1;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysBetweenYears(from: number, to: number): number {
  return 365 * (to - from) + leapDaysBefore(to) - leapDaysBefore(from);
}

/** Leap days of all years before this one, counted from the year 0. */
function leapDaysBefore(year: number): number {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
}
