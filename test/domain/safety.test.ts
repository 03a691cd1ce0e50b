import { expect, it } from 'vitest';
import { expectedInterval, overdue, safetyOf } from '../../main/domain/safety.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const SINCE = new Date(2026, 10, 21, 14, 5).getTime();

it.each([
  [1, 'safe'],
  [24, 'safe'],
  [25, 'late'],
  [72, 'late'],
  [73, 'stale'],
] as const)('a backup that is %i hours old is %s', (hours, kind) => {
  const last = { at: SINCE, complete: true };
  const safety = safetyOf(last, false, overdue(last, DAY, 0, SINCE + hours * HOUR));
  expect(safety).toEqual({ kind, since: SINCE });
});

it('is not safe when files could not be read', () => {
  const safety = safetyOf({ at: SINCE, complete: false }, false, null);
  expect(safety).toEqual({ kind: 'incomplete', since: SINCE });
});

it('is not safe when a later run failed', () => {
  const safety = safetyOf({ at: SINCE, complete: true }, true, null);
  expect(safety).toEqual({ kind: 'failed', since: SINCE });
});

it('says that there never was a backup', () => {
  expect(safetyOf(null, false, null)).toEqual({ kind: 'never' });
});

it.each([
  [24, null],
  [25, 'late'],
  [73, 'stale'],
] as const)('a first backup that was promised %i hours ago is %s', (hours, kind) => {
  const notice = overdue(null, DAY, SINCE, SINCE + hours * HOUR);
  expect(notice).toEqual(kind === null ? null : { kind, since: null });
});

it('a first backup that nobody knows when it was promised is not overdue', () => {
  expect(overdue(null, DAY, 0, SINCE)).toBeNull();
});

it('takes a backup from the future, after the clock was set back, for what it is', () => {
  expect(overdue({ at: SINCE + HOUR, complete: true }, DAY, 0, SINCE)).toBeNull();
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
