import { sayDayOfMonth } from './say-time.js';

export interface TimeMark {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `2026`, `Mar`, `14 Nov` */
  readonly label: string;
}

/** More would run into each other. */
const MOST_MARKS = 8;

const DAY = 24 * 60 * 60_000;

/** Days and months between marks. */
const DAYS = [1, 2, 7, 14] as const;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

/** Marks on a line of time, at beginnings of days, months or years; none where it is all of one day. */
export function timeMarks(from: Date, to: Date, locale: string): readonly TimeMark[] {
  const days = (to.getTime() - from.getTime()) / DAY;
  const step = DAYS.find((candidate) => days / candidate <= MOST_MARKS);
  const marks =
    step === undefined ? monthMarks(from, to, locale) : dayMarks(from, to, step, locale);
  return marks.filter(({ at }) => at >= from.getTime() && at <= to.getTime());
}

function dayMarks(from: Date, to: Date, step: number, locale: string): readonly TimeMark[] {
  return Array.from({ length: MOST_MARKS }, (_, index) => {
    const date = new Date(to.getFullYear(), to.getMonth(), to.getDate() - index * step);
    return { at: date.getTime(), label: sayDayOfMonth(date, locale) };
  }).toReversed();
}

function monthMarks(from: Date, to: Date, locale: string): readonly TimeMark[] {
  const month = new Intl.DateTimeFormat(locale, { month: 'short' });
  const first = from.getFullYear() * 12 + from.getMonth();
  const months = to.getFullYear() * 12 + to.getMonth() - first;
  const step = MONTHS.find((candidate) => months / candidate <= MOST_MARKS) ?? MONTHS[7];
  const start = Math.ceil(first / step) * step;
  return Array.from({ length: MOST_MARKS + 1 }, (_, index) => {
    const count = start + index * step;
    const date = new Date(Math.floor(count / 12), count % 12, 1);
    const label = count % 12 === 0 ? String(date.getFullYear()) : month.format(date);
    return { at: date.getTime(), label };
  });
}
