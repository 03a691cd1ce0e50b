import { expect, it } from 'vitest';
import { timeMarks } from '../../main/shared/time-marks.js';

const day = (year: number, month: number, date: number): Date => new Date(year, month - 1, date, 9);

it.each([
  ['one day', day(2026, 3, 2), new Date(2026, 2, 2, 18), ''],
  ['some days', day(2026, 2, 27), day(2026, 3, 2), '28 Feb, 1 Mar, 2 Mar'],
  [
    'weeks',
    day(2026, 10, 1),
    day(2026, 11, 22),
    '4 Oct, 11 Oct, 18 Oct, 25 Oct, 1 Nov, 8 Nov, 15 Nov, 22 Nov',
  ],
  ['half a year', day(2025, 10, 20), day(2026, 4, 10), 'Nov, Dec, 2026, Feb, Mar, Apr'],
  ['two years', day(2024, 5, 20), day(2026, 4, 10), 'Jul, Oct, 2025, Apr, Jul, Oct, 2026, Apr'],
  ['twenty years', day(2006, 5, 20), day(2026, 4, 10), '2010, 2015, 2020, 2025'],
])('marks %s', (_span, from, to, labels) => {
  expect(
    timeMarks(from, to, 'en-GB')
      .map(({ label }) => label)
      .join(', '),
  ).toBe(labels);
});

it('has few marks in order for every span, whichever day it begins', () => {
  for (let span = 1; span < 20_000; span += 37) {
    const from = day(2001, 1 + (span % 12), 1 + (span % 28));
    const to = new Date(from.getFullYear(), from.getMonth(), from.getDate() + span, 12);
    const times = timeMarks(from, to, 'en-GB').map(({ at }) => at);
    expect(times.length).toBeGreaterThan(0);
    expect(times.length).toBeLessThanOrEqual(9);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  }
});
