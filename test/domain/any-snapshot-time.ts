import fc from 'fast-check';
import { daysInMonth } from '../../main/domain/calendar.js';
import type { SnapshotTime } from '../../main/domain/snapshot-name.js';

/** Any time that a snapshot's name can state. */
export const anySnapshotTime = snapshotTimeIn(1, 9999);

/** Times of a few years: dense enough for periods to hold several of them. */
export const anyRecentSnapshotTime = snapshotTimeIn(2023, 2026);

function snapshotTimeIn(firstYear: number, lastYear: number): fc.Arbitrary<SnapshotTime> {
  return fc
    .record({
      year: fc.integer({ min: firstYear, max: lastYear }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
      second: fc.integer({ min: 0, max: 59 }),
    })
    .filter(({ year, month, day }) => day <= daysInMonth(year, month));
}
