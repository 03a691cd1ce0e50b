import { expect, it } from 'vitest';
import { expectedInterval, overdue, safetyOf } from '../../main/domain/safety.js';
import type { AgeMarks } from '../../main/domain/safety.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const NO_MARKS: AgeMarks = { promisedSince: 0, clockSetBackAt: null };
const SINCE = new Date(2026, 10, 21, 14, 5).getTime();

it.each([
  [1, 'safe'],
  [24, 'safe'],
  [25, 'late'],
  [72, 'late'],
  [73, 'stale'],
] as const)('a backup that is %i hours old is %s', (hours, kind) => {
  const last = { at: SINCE, complete: true };
  const now = SINCE + hours * HOUR;
  const safety = safetyOf(last, false, overdue(last, DAY, NO_MARKS, now), now);
  expect(safety).toEqual({ kind, since: SINCE });
});

it('is not safe when files could not be read', () => {
  const safety = safetyOf({ at: SINCE, complete: false }, false, null, SINCE);
  expect(safety).toEqual({ kind: 'incomplete', since: SINCE });
});

it('is not safe when a later run failed', () => {
  const safety = safetyOf({ at: SINCE, complete: true }, true, null, SINCE);
  expect(safety).toEqual({ kind: 'failed', since: SINCE });
});

it('says that there never was a backup', () => {
  expect(safetyOf(null, false, null, SINCE)).toEqual({ kind: 'never' });
});

it.each([
  [24, null],
  [25, 'late'],
  [73, 'stale'],
] as const)('a first backup that was promised %i hours ago is %s', (hours, kind) => {
  const notice = overdue(null, DAY, { ...NO_MARKS, promisedSince: SINCE }, SINCE + hours * HOUR);
  expect(notice).toEqual(kind === null ? null : { kind, since: null });
});

it('a first backup that nobody knows when it was promised is not overdue', () => {
  expect(overdue(null, DAY, NO_MARKS, SINCE)).toBeNull();
});

it('says of a backup from the future that it is dated so', () => {
  const last = { at: SINCE + HOUR, complete: true };
  expect(safetyOf(last, false, null, SINCE)).toEqual({ kind: 'ahead', since: SINCE + HOUR });
  expect(safetyOf(last, true, null, SINCE)).toEqual({ kind: 'failed', since: SINCE + HOUR });
});

it.each<[string, Partial<AgeMarks>, number, string | null]>([
  ['nobody knows since when it is so', {}, 1000, null],
  ['the clock was set back an interval ago', { clockSetBackAt: SINCE }, 24, null],
  ['the clock was set back longer ago', { clockSetBackAt: SINCE }, 25, 'late'],
  ['the clock was set back three intervals ago', { clockSetBackAt: SINCE }, 73, 'stale'],
  ['that was dated later as well', { clockSetBackAt: SINCE + 2000 * HOUR }, 73, null],
  ['a backup was promised long ago', { promisedSince: SINCE }, 25, 'late'],
])('a backup from the future, and %s', (_what, marks, hours, kind) => {
  const last = { at: SINCE + 9000 * HOUR, complete: true };
  const notice = overdue(last, DAY, { ...NO_MARKS, ...marks }, SINCE + hours * HOUR);
  expect(notice).toEqual(kind === null ? null : { kind, since: last.at });
});

it.each([
  ['0 * * * *', 1],
  ['0 18 * * *', 1],
  ['0 18 * * 1-5', 3],
  ['0 18 * * 1', 7],
  [null, 10],
])('with the schedule %s a backup may be %d days old', (schedule, days) => {
  const triggers = { schedule, reminderDays: 10 };
  expect(Math.round(expectedInterval(triggers, SINCE) / DAY)).toBe(days);
});
