import fc from 'fast-check';
import { createTask, validate } from 'node-cron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextTimes } from '../../main/shared/cron-times.js';
import { readCron } from '../../main/shared/cron.js';
import { parsed } from '../../main/shared/read-field.js';

beforeEach(() => {
  // Hours that are skipped or repeated are our own affair; see cron.test.ts.
  vi.stubEnv('TZ', 'UTC');
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it('what is read means the same to node-cron, at any time', { timeout: 120_000 }, () => {
  let read = 0;
  fc.assert(
    fc.property(expression(), time(), (text, now) => {
      const cron = parsed(() => readCron(text));
      if (!cron.ok) return;
      read += 1;
      vi.setSystemTime(now);
      expect(validate(text)).toBe(true);
      const theirs = createTask(text, () => undefined).getNextRuns(3);
      expect(nextTimes(cron.value, now, 3)).toEqual(theirs.map((at) => at.getTime()));
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(100);
});

it.each(['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'])(
  '%s too',
  (text) => {
    const now = Date.UTC(2026, 10, 21, 18, 30);
    vi.setSystemTime(now);
    const theirs = createTask(text, () => undefined).getNextRuns(3);
    expect(nextTimes(readCron(text), now, 3)).toEqual(theirs.map((at) => at.getTime()));
  },
);

/** Mostly of five fields that can be read, and now and then one that cannot. */
function expression(): fc.Arbitrary<string> {
  const month = [
    'jan',
    'FEB',
    'mar',
    'apr',
    'may',
    'jun',
    'jul',
    'aug',
    'sep',
    'oct',
    'nov',
    'dec',
  ];
  const days = fc.oneof(
    fc.tuple(field(1, 31), fc.constant('*')),
    fc.tuple(fc.constant('*'), field(0, 7, ['sun', 'Mon', 'tue', 'wed', 'thu', 'fri', 'sat'])),
  );
  return fc
    .tuple(field(0, 59), field(0, 23), days, field(1, 12, month))
    .map(([minute, hour, [day, weekday], ofMonth]) =>
      [minute, hour, day, ofMonth, weekday].join(' '),
    );
}

function field(first: number, last: number, names: readonly string[] = []): fc.Arbitrary<string> {
  const value = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: first, max: last }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom('', 'x', '-1', String(last + 1), '007', '1.5') },
    ...(names.length === 0 ? [] : [{ weight: 5, arbitrary: fc.constantFrom(...names) }]),
  );
  const range = fc
    .tuple(value, value)
    .map(([one, other]) => (Number(one) > Number(other) ? `${other}-${one}` : `${one}-${other}`));
  const step = fc.integer({ min: 0, max: last + 1 });
  const part = fc.oneof(
    value,
    range,
    fc.tuple(fc.oneof(fc.constant('*'), range, value), step).map((both) => both.join('/')),
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    {
      weight: 3,
      arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join(',')),
    },
  );
}

/** Milliseconds since the epoch, of this century. */
function time(): fc.Arbitrary<number> {
  return fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2099, 0, 1) });
}
