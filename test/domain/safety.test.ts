import { expect, it } from 'vitest';
import { safetyOf } from '../../main/domain/safety.js';

const HOUR = 60 * 60 * 1000;
const SINCE = new Date(2026, 10, 21, 14, 5).getTime();

it.each([
  [1, 'safe'],
  [24, 'safe'],
  [25, 'late'],
  [72, 'late'],
  [73, 'stale'],
] as const)('a backup that is %i hours old is %s', (hours, kind) => {
  const safety = safetyOf({ at: SINCE, complete: true }, false, SINCE + hours * HOUR);
  expect(safety).toEqual({ kind, since: SINCE });
});

it('is not safe when files could not be read', () => {
  const safety = safetyOf({ at: SINCE, complete: false }, false, SINCE + HOUR);
  expect(safety).toEqual({ kind: 'incomplete', since: SINCE });
});

it('is not safe when a later run failed', () => {
  const safety = safetyOf({ at: SINCE, complete: true }, true, SINCE + HOUR);
  expect(safety).toEqual({ kind: 'failed', since: SINCE });
});

it('says that there never was a backup', () => {
  expect(safetyOf(null, false, SINCE)).toEqual({ kind: 'never' });
});

it('takes a backup from the future, after the clock was set back, for what it is', () => {
  expect(safetyOf({ at: SINCE + HOUR, complete: true }, false, SINCE).kind).toBe('safe');
});
