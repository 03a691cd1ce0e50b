import type { Cron } from './cron.js';
import { sayClock, sayWeekday } from './say-time.js';

/** More times of day than this are not listed one by one. */
const LISTED_TIMES = 6;

/** When an expression runs, after “Backs up”: `every day at 18:00`, `every 15 minutes from Monday to Friday`. */
export function sayCron(cron: Cron, locale: string): string {
  const times = sayTimes(cron, locale);
  const days = sayDays(cron, locale);
  if (cron.hours === null) return days === 'every day' ? times : `${times} ${days}`;
  return `${days} ${times}`;
}

function sayTimes({ minutes, hours }: Cron, locale: string): string {
  if (hours === null) return sayMinutes(minutes);
  const step = evenStep(hours, 24);
  if (minutes.length === 1 && step !== null && step > 1) {
    return `every ${step} hours from ${sayClockOf(hours[0] ?? 0, minutes[0] ?? 0, locale)}`;
  }
  if (minutes.length * hours.length <= LISTED_TIMES) {
    const times = hours.flatMap((hour) =>
      minutes.map((minute) => sayClockOf(hour, minute, locale)),
    );
    return `at ${listed(times)}`;
  }
  const from = sayClockOf(hours[0] ?? 0, 0, locale);
  const to = sayClockOf(hours.at(-1) ?? 0, 59, locale);
  return isRun(hours)
    ? `${sayMinutes(minutes)} from ${from} to ${to}`
    : `${sayMinutes(minutes)} in the hours ${listed(hours.map(String))}`;
}

function sayMinutes(minutes: readonly number[]): string {
  const step = evenStep(minutes, 60);
  if (step === 1) return 'every minute';
  if (step !== null && minutes[0] === 0) return `every ${step} minutes`;
  if (minutes.length === 1) {
    const minute = minutes[0] ?? 0;
    return minute === 0 ? 'every hour' : `every hour at minute ${minute}`;
  }
  return `every hour at the minutes ${listed(minutes.map(String))}`;
}

function sayDays({ daysOfMonth, months, weekdays }: Cron, locale: string): string {
  const inMonths = months === null ? '' : ` in ${sayMonths(months, locale)}`;
  if (daysOfMonth !== null) {
    const days = listed(daysOfMonth.map(ordinal));
    return months === null ? `on the ${days} of every month` : `on the ${days}${inMonths}`;
  }
  if (weekdays === null) return `every day${inMonths}`;
  return `${sayWeekdays(weekdays, locale)}${inMonths}`;
}

function sayWeekdays(weekdays: readonly number[], locale: string): string {
  if (weekdays.join() === '1,2,3,4,5') return 'from Monday to Friday';
  if (weekdays.join() === '0,6') return 'on Saturday and Sunday';
  // Sunday is the last day of a week that people plan.
  const order = [...weekdays].sort((a, b) => (a || 7) - (b || 7));
  // 1 March 2026 was a Sunday.
  const names = order.map((day) => sayWeekday(new Date(2026, 2, 1 + day), locale));
  return names.length === 1 ? `every ${names.join('')}` : `on ${listed(names)}`;
}

function sayMonths(months: readonly number[], locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { month: 'long' });
  return listed(months.map((month) => format.format(new Date(2026, month - 1, 1))));
}

function sayClockOf(hour: number, minute: number, locale: string): string {
  // In January clocks are not changed anywhere at the moment.
  return sayClock(new Date(2026, 0, 15, hour, minute), locale);
}

/** The distance of values that go round evenly: of 0, 15, 30, 45 in 60 it is 15; null: they do not. */
function evenStep(values: readonly number[], round: number): number | null {
  if (values.length < 2 || round % values.length !== 0) return null;
  const step = round / values.length;
  const first = values[0] ?? 0;
  return values.every((value, index) => value === first + index * step) ? step : null;
}

function isRun(values: readonly number[]): boolean {
  return values.every((value, index) => value === (values[0] ?? 0) + index);
}

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  const ending = teen ? undefined : ['th', 'st', 'nd', 'rd'][day % 10];
  return `${day}${ending ?? 'th'}`;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
