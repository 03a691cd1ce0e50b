import { dateFormat, type DateFormat } from './date-format.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Whole days by the calendar, not by 24 hours: yesterday evening is one day ago this morning. */
export function calendarDaysBetween(earlier: Date, later: Date): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / DAY);
}

function startOfDay(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/** A point in time as people say it: `today 14:05`, `Tuesday 14:05`, `3 March 2026`. */
export function sayTime(date: Date, now: Date, locale: string): string {
  const days = calendarDaysBetween(date, now);
  if (days === 0) return `today ${sayClock(date, locale)}`;
  if (days === 1) return `yesterday ${sayClock(date, locale)}`;
  if (days > 1 && days < 7) return `${sayWeekday(date, locale)} ${sayClock(date, locale)}`;
  return sayDate(date, locale);
}

/** A point in time that is still to come: `today at 18:00`, `on Tuesday at 18:00`, `on 3 March 2027 at 18:00`. */
export function sayComing(date: Date, now: Date, locale: string): string {
  const days = calendarDaysBetween(now, date);
  const clock = sayClock(date, locale);
  if (days === 0) return `today at ${clock}`;
  if (days === 1) return `tomorrow at ${clock}`;
  if (days > 1 && days < 7) return `on ${sayWeekday(date, locale)} at ${clock}`;
  return `on ${sayDate(date, locale)} at ${clock}`;
}

/** `14:05`, or `2:05 pm` where people say so. */
export const sayClock: DateFormat = dateFormat({ timeStyle: 'short' });

/** `3 March 2026` */
const sayDate: DateFormat = dateFormat({ dateStyle: 'long' });

/** `3 Mar` */
export const sayDayOfMonth: DateFormat = dateFormat({ day: 'numeric', month: 'short' });

/** `March 2026` */
export const sayMonth: DateFormat = dateFormat({ month: 'long', year: 'numeric' });

/** `Tuesday` */
export const sayWeekday: DateFormat = dateFormat({ weekday: 'long' });

/** `Tuesday, 3 March 2026 at 14:05:36`: for tooltips. */
export const sayExactTime: DateFormat = dateFormat({ dateStyle: 'full', timeStyle: 'medium' });

/**
 * The words around dates are English, so dates are too; whether the hour comes as 14:05 or 2:05 pm
 * and the day before the month follows the person's own kind of English.
 */
export function englishLocale(locale: string): string {
  return /^en-[A-Z]{2}$/.test(locale) ? locale : 'en-GB';
}
