import { describe, expect, it } from 'vitest';
import { due } from '../../main/domain/due.js';
import type { Due, ProfileHistory } from '../../main/domain/due.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NEVER: ProfileHistory = { lastStart: null, failures: null };
const TOMORROW = at('2026-11-22T18:00');

it.each<[string, string, string, Due['occasion']]>([
  ['before its time', '2026-11-20T18:00', '2026-11-21T17:59', null],
  ['at its time', '2026-11-20T18:00', '2026-11-21T18:00', scheduled('2026-11-21T18:00')],
  ['a minute later', '2026-11-20T18:00', '2026-11-21T18:01', scheduled('2026-11-21T18:00')],
  ['hours later', '2026-11-20T18:00', '2026-11-21T23:00', missed('2026-11-21T18:00')],
  ['days later', '2026-11-10T18:00', '2026-11-21T12:00', missed('2026-11-20T18:00')],
  ['after it ran', '2026-11-21T18:00', '2026-11-21T18:00', null],
  ['after it ran by hand', '2026-11-21T18:30', '2026-11-21T18:31', null],
  ['by hand before', '2026-11-21T17:55', '2026-11-21T18:00', scheduled('2026-11-21T18:00')],
  ['after a small correction', '2026-11-21T18:00', '2026-11-21T17:58', null],
])('a profile of 18:00 %s', (_when, lastStart, now, occasion) => {
  const history = { lastStart: at(lastStart), failures: null };
  const daily = { schedule: '0 18 * * *', scheduledSince: at('2026-01-01T00:00') };
  expect(due(daily, history, at(now)).occasion).toEqual(occasion);
});

describe('a schedule that is new', () => {
  const daily = { schedule: '0 18 * * *', scheduledSince: at('2026-11-21T12:00') };

  it('owes nothing of before', () => {
    expect(due(daily, NEVER, at('2026-11-21T12:01'))).toEqual({
      occasion: null,
      next: at('2026-11-21T18:00'),
    });
  });

  it('from the future is caught up, as the clock was set back', () => {
    expect(due(daily, NEVER, at('2020-01-01T12:00')).occasion).toEqual(missed('2019-12-31T18:00'));
  });

  it('is caught up when its first time was missed', () => {
    expect(due(daily, NEVER, at('2026-11-21T20:00'))).toEqual({
      occasion: missed('2026-11-21T18:00'),
      next: TOMORROW,
    });
  });
});

it('without a schedule nothing is due, ever', () => {
  const none = { schedule: null, scheduledSince: 0 };
  expect(due(none, NEVER, at('2026-11-21T20:00'))).toEqual({ occasion: null, next: null });
});

describe('a failure that may pass', () => {
  const end = at('2026-11-21T18:05');
  const daily = { schedule: '0 18 * * *', scheduledSince: 0 };

  it.each([
    [1, 10 * MINUTE],
    [2, HOUR],
    [3, 4 * HOUR],
  ])('the %d. time is tried again after a while', (count, delay) => {
    const history = { lastStart: at('2026-11-21T18:00'), failures: { count, lastEnd: end } };
    expect(due(daily, history, end + delay - 1)).toEqual({ occasion: null, next: end + delay });
    expect(due(daily, history, end + delay)).toEqual({
      occasion: { kind: 'retry', at: end + delay },
      next: TOMORROW,
    });
  });

  it('the fourth time waits for the next regular run', () => {
    const failures = { count: 4, lastEnd: end };
    const history = { lastStart: at('2026-11-21T18:00'), failures };
    expect(due(daily, history, end + 5 * HOUR)).toEqual({ occasion: null, next: TOMORROW });
  });

  it('is tried again at once when the clock was set back', () => {
    const failures = { count: 1, lastEnd: end };
    const history = { lastStart: at('2026-11-21T18:00'), failures };
    const byPlug = { schedule: null, scheduledSince: 0 };
    expect(due(byPlug, history, end - DAY).occasion).toMatchObject({ kind: 'retry' });
  });
});

function scheduled(time: string): Due['occasion'] {
  return { kind: 'schedule', at: at(time) };
}

function missed(time: string): Due['occasion'] {
  return { kind: 'catch-up', at: at(time) };
}

/** Local time. */
function at(text: string): number {
  return new Date(text).getTime();
}
