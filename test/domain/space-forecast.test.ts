import { expect, it } from 'vitest';
import { withSpace } from '../../main/domain/append-to-log.js';
import { diskSpace } from '../../main/domain/space-forecast.js';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';

const DAY = 24 * 60 * 60_000;

it.each([
  ['nothing before the first look', [], undefined],
  ['nothing from one look', [[0, 900]], null],
  [
    'nothing from a few days',
    [
      [0, 900],
      [6, 800],
    ],
    null,
  ],
  [
    'what is left at the pace so far',
    [
      [0, 900],
      [10, 800],
    ],
    80,
  ],
  [
    'nothing while it empties',
    [
      [0, 800],
      [10, 900],
    ],
    null,
  ],
  [
    'nothing that is too far away',
    [
      [0, 900],
      [10, 899.9],
    ],
    null,
  ],
  [
    'full at once',
    [
      [0, 900],
      [10, 0],
    ],
    0,
  ],
] as const)('tells %s', (_what, looks, days) => {
  const samples = looks.map(([day, free]) => ({ at: day * DAY, free, total: 1000 }));
  expect(diskSpace(samples)?.fullInDays).toBe(days);
});

it('begins anew with another disk', () => {
  const samples = [
    { at: 0, free: 900, total: 1000 },
    { at: 10 * DAY, free: 1900, total: 2000 },
    { at: 20 * DAY, free: 1800, total: 2000 },
  ];
  expect(diskSpace(samples)?.fullInDays).toBe(180);
});

it('remembers one look a day, and the very first', () => {
  const looks = [0, 0.1, 0.2, 1.3, 1.4].map((day) => ({ at: day * DAY, free: 1, total: 2 }));
  const log = looks.reduce((before, look) => withSpace(before, 'home', look), EMPTY_RUN_LOG);
  expect(log.spaces['home']?.map(({ at }) => at / DAY)).toEqual([0, 0.2, 1.4]);
});
