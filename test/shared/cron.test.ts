import { afterEach, describe, expect, it, vi } from 'vitest';
import { longestGap, nextTime, nextTimes } from '../../main/shared/cron-times.js';
import { readCron } from '../../main/shared/cron.js';
import { parsed } from '../../main/shared/read-field.js';
import { sayCron } from '../../main/shared/say-cron.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('an expression in words', () => {
  it.each([
    ['0 18 * * *', 'every day at 18:00'],
    ['@daily', 'every day at 00:00'],
    ['0 9,18 * * 1-5', 'from Monday to Friday at 09:00 and 18:00'],
    ['0 9 * * MON', 'every Monday at 09:00'],
    ['0 9 * * 7', 'every Sunday at 09:00'],
    ['0 9 * * sun,wed', 'on Wednesday and Sunday at 09:00'],
    ['0 9 * * 6,0', 'on Saturday and Sunday at 09:00'],
    ['0 * * * *', 'every hour'],
    ['5 * * * *', 'every hour at minute 5'],
    ['*/15 * * * *', 'every 15 minutes'],
    ['* * * * *', 'every minute'],
    ['*/20 * * * 1-5', 'every 20 minutes from Monday to Friday'],
    ['30 */6 * * *', 'every day every 6 hours from 00:30'],
    ['0 8-17 * * 1-5', 'from Monday to Friday every hour from 08:00 to 17:59'],
    ['0 3 1 * *', 'on the 1st of every month at 03:00'],
    ['0 3 2,3,11,23 * *', 'on the 2nd, 3rd, 11th and 23rd of every month at 03:00'],
    ['0 3 1 1,7 *', 'on the 1st in January and July at 03:00'],
    ['0 3 * jun *', 'every day in June at 03:00'],
  ])('%s is %s', (expression, words) => {
    expect(sayCron(readCron(expression), 'en-GB')).toBe(words);
  });

  it('has the times of day that people are used to', () => {
    expect(sayCron(readCron('0 18 * * *'), 'en-US')).toMatch(/^every day at 6:00\sPM$/);
  });
});

describe('what is no expression', () => {
  it.each([
    ['', 'A schedule is missing, such as 0 18 * * * for every day at 18:00.'],
    ['soon', 'A schedule has five fields: minute, hour, day of the month, month, weekday.'],
    ['0 0 18 * * *', 'This has six fields; leave out the first, which would be seconds.'],
    ['@often', 'There is no schedule “@often”.'],
    ['60 * * * *', '“60” is no minute; it goes from 0 to 59.'],
    ['0 24 * * *', '“24” is no hour; it goes from 0 to 23.'],
    ['0 0 0 * *', '“0” is no day of the month; it goes from 1 to 31.'],
    ['0 0 * 13 *', '“13” is no month; it goes from 1 to 12.'],
    ['0 0 * * someday', '“someday” is no weekday; it goes from 0 to 7.'],
    ['-1 * * * *', '“” is no minute; it goes from 0 to 59.'],
    ['1.5 * * * *', '“1.5” is no minute; it goes from 0 to 59.'],
    ['0 18-9 * * *', '“18-9” of the hour runs backwards.'],
    ['*/0 * * * *', '“/0” of the minute is no step.'],
    ['*/5/5 * * * *', '“*/5/5” has more than one step.'],
    ['5/10 * * * *', '“5/10” has a step and no range; write 5-59/10.'],
    ['1-2-3 * * * *', '“1-2-3” is not a range.'],
    ['0 0 31 2,4 *', 'There is no such date.'],
    ['0 0 1 * 1', 'Choose either days of the month or weekdays, and write * for the other.'],
    ['\0 * * * *', '“\0” is no minute; it goes from 0 to 59.'],
  ])('such as “%s” is explained', (expression, problem) => {
    expect(parsed(() => readCron(expression))).toEqual({ ok: false, problem });
  });
});

describe('the next times', () => {
  it.each([
    ['0 18 * * *', '2026-11-21T18:00', '2026-11-22T18:00'],
    ['0 18 * * *', '2026-11-21T17:59', '2026-11-21T18:00'],
    ['0 0 1 1 *', '2026-11-21T18:00', '2027-01-01T00:00'],
    ['0 0 29 2 *', '2097-01-01T00:00', '2104-02-29T00:00'],
    ['0 0 31 * *', '2026-11-21T18:00', '2026-12-31T00:00'],
    ['0 12 * * 1', '2026-11-21T18:00', '2026-11-23T12:00'],
    ['*/40 * * * *', '2026-11-21T18:40', '2026-11-21T19:00'],
    ['10-20/5 4 * * *', '2026-11-21T04:10', '2026-11-21T04:15'],
  ])('of %s after %s are led by %s', (expression, after, next) => {
    expect(nextTime(readCron(expression), at(after))).toBe(at(next));
  });

  it('come in threes where they are shown', () => {
    const times = nextTimes(readCron('0 12 * * 1-5'), at('2026-11-20T13:00'), 3);
    expect(times).toEqual(['2026-11-23T12:00', '2026-11-24T12:00', '2026-11-25T12:00'].map(at));
  });
});

describe('when clocks are changed', () => {
  it('a time that is skipped comes an hour later, once', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect(between('30 2 * * *', '2026-03-28T12:00', '2026-03-30T12:00')).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(between('30 2,3 * * *', '2026-03-29T00:00', '2026-03-29T12:00')).toHaveLength(1);
  });

  it('a time that is repeated comes once', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect(between('30 2 * * *', '2026-10-24T12:00', '2026-10-26T12:00')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it.each([
    ['Europe/Berlin', '0 * * * *', HOUR],
    ['America/New_York', '0 * * * *', HOUR],
    ['Africa/Casablanca', '0 * * * *', HOUR],
    // Its clocks are changed by half an hour.
    ['Australia/Lord_Howe', '*/30 * * * *', HOUR / 2],
  ])('what runs all day goes on in %s', (zone, expression, gap) => {
    vi.stubEnv('TZ', zone);
    const times = nextTimes(readCron(expression), at('2026-01-01T00:00'), 8_800);
    const gaps = new Set(times.slice(1).map((time, index) => time - (times[index] ?? time)));
    expect([...gaps]).toEqual([gap]);
  });

  it.each(['America/Sao_Paulo', 'Europe/Berlin', 'Pacific/Apia', 'UTC'])(
    'a day has its run in %s',
    (zone) => {
      vi.stubEnv('TZ', zone);
      const times = nextTimes(readCron('0 0 * * *'), Date.UTC(2011, 0, 1), 3000);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      // Samoa crossed the date line: 30 December 2011 did not exist there.
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(22 * HOUR);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(26 * HOUR);
    },
  );
});

it('the longest gap of what spares weekends is three days', () => {
  expect(longestGap(readCron('0 12 * * 1-5'), at('2026-11-16T12:00'))).toBe(3 * DAY);
});

/** Local time. */
function at(text: string): number {
  return new Date(text).getTime();
}

function between(expression: string, from: string, to: string): readonly string[] {
  return nextTimes(readCron(expression), at(from), 100)
    .filter((time) => time < at(to))
    .map((time) => new Date(time).toISOString());
}
