import { afterEach, describe, expect, it, vi } from 'vitest';
import { due, isFromTheFuture } from '../../main/domain/due.js';
import { nextTimes } from '../../main/shared/cron-times.js';
import { readCron } from '../../main/shared/cron.js';
import { seededRandom } from '../support/seeded-random.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1, 12);
const END = START + 731 * DAY;
/** The application looks again after this time at the latest: it may not hear of a clock that was changed. */
const LONGEST_NAP = HOUR;

vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A stretch of time in which the application does not run: sleep, hibernation, power off. */
interface Absence {
  readonly from: number;
  readonly to: number;
}

/** Plays two years as the application lives them; the times of the runs that it starts. */
function live(
  schedule: string,
  absences: readonly Absence[],
  zoneAt: (now: number) => string | null = () => null,
): readonly number[] {
  const starts: number[] = [];
  for (let now = START; now < END;) {
    const zone = zoneAt(now);
    if (zone !== null) vi.stubEnv('TZ', zone);
    const away = absences.find(({ from, to }) => now >= from && now < to);
    if (away !== undefined) {
      now = away.to;
      continue;
    }
    const { occasion, next } = due(
      { schedule, scheduledSince: START },
      { lastStart: starts.at(-1) ?? null, failures: null },
      now,
    );
    if (occasion !== null) starts.push(now);
    now = Math.min(next ?? Infinity, now + LONGEST_NAP);
  }
  return starts;
}

describe.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'])(
  'in %s',
  (zone) => {
    it.each(['0 18 * * *', '30 2 * * *', '15 */6 * * *', '0 3 * * 1-5', '0 0 1 * *'])(
      'a machine that is always on runs %s at each of its times, once',
      (schedule) => {
        vi.stubEnv('TZ', zone);
        const times = nextTimes(readCron(schedule), START, 5000).filter((time) => time < END);
        expect(live(schedule, [])).toEqual(times);
      },
    );

    it.each(['0 18 * * *', '30 2 * * *', '0 * * * *'])(
      'a laptop that sleeps, hibernates and is off runs what it missed of %s once, at once',
      (schedule) => {
        vi.stubEnv('TZ', zone);
        const absences = randomAbsences();
        const starts = live(schedule, absences);
        const times = nextTimes(readCron(schedule), START, 20_000).filter((time) => time < END);
        expect(starts).toEqual(firstMoments(times, absences));
      },
    );
  },
);

it('a traveller misses nothing, and has no two runs of a day within half of it', () => {
  const zones = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Apia'];
  const zoneAt = (now: number): string =>
    zones[Math.floor((now - START) / (30 * DAY)) % zones.length] ?? 'UTC';
  const gaps = gapsOf(live('0 18 * * *', [], zoneAt));
  // From Samoa to Germany the same evening comes again twelve hours later.
  expect(Math.min(...gaps)).toBeGreaterThan(6 * HOUR);
  expect(Math.max(...gaps)).toBeLessThan(2 * DAY);
});

it('a clock that is set back and forth costs no run, and at most one too many each time', () => {
  const starts: number[] = [];
  let lastStart: number | null = null;
  const wallAt = (real: number): number =>
    real - (Math.floor((real - START) / (40 * DAY)) % 2) * 10 * DAY;
  for (let real = START; real < END; real += 5 * MINUTE) {
    const wall = wallAt(real);
    if (isFromTheFuture(lastStart, wall)) lastStart = wall;
    const history = { lastStart, failures: null };
    const daily = { schedule: '0 18 * * *', scheduledSince: START - 10 * DAY };
    if (due(daily, history, wall).occasion === null) continue;
    starts.push(real);
    lastStart = wall;
  }
  const gaps = gapsOf(starts);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(25 * HOUR);
  expect(starts.length).toBeLessThanOrEqual(731 + 18);
});

/** When each run must start: at its time, or as soon as the machine is there again; what fell together runs once. */
function firstMoments(times: readonly number[], absences: readonly Absence[]): readonly number[] {
  const moments = times.map(
    (time) => absences.find(({ from, to }) => time >= from && time < to)?.to ?? time,
  );
  return [...new Set(moments)].filter((moment) => moment < END);
}

function randomAbsences(): readonly Absence[] {
  const { next: random } = seededRandom();
  const absences: Absence[] = [];
  for (let now = START; now < END;) {
    const from = now + Math.floor(random() * 16 * HOUR);
    // Now and then a holiday.
    const length = random() < 0.02 ? 14 * DAY : Math.floor(random() * 14 * HOUR) + MINUTE;
    absences.push({ from, to: from + length });
    now = from + length + 1;
  }
  return absences;
}

function gapsOf(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}
