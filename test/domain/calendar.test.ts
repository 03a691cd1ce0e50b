import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, daysInMonth } from '../../main/domain/calendar.js';
import { anySnapshotTime } from './any-snapshot-time.js';

const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

describe('daysInMonth', () => {
  it.each([
    [2023, 2, 28],
    [2024, 2, 29],
    [1900, 2, 28],
    [2000, 2, 29],
    [2024, 4, 30],
    [2024, 12, 31],
    [2024, 0, 0],
    [2024, 13, 0],
  ])('gives month %i-%i %i days', (year, month, days) => {
    expect(daysInMonth(year, month)).toBe(days);
  });
});

describe('dayNumber', () => {
  it('counts the same days as the system does', () => {
    fc.assert(
      fc.property(anySnapshotTime, ({ year, month, day }) => {
        const iso = formatDate(year, month, day);
        expect(dayNumber({ year, month, day })).toBe(Date.parse(iso) / DAY_IN_MILLISECONDS);
      }),
    );
  });
});

/** Date.parse takes a date without a time as UTC. */
function formatDate(year: number, month: number, day: number): string {
  const parts = [String(year).padStart(4, '0'), String(month).padStart(2, '0')];
  return [...parts, String(day).padStart(2, '0')].join('-');
}
