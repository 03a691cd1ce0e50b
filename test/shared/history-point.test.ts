import { expect, it } from 'vitest';
import { barHeight, sayHistoryPoint, type HistoryPoint } from '../../main/shared/history-point.js';

const NOW = new Date(2026, 2, 5, 18, 0);

const POINT: HistoryPoint = {
  at: new Date(2026, 2, 3, 14, 5).getTime(),
  snapshot: '2026-03-03 14:05:00',
  pinned: false,
  changes: { created: 12, changed: 3, deleted: 0, bytes: 2_100_000 },
};

it.each<readonly [string, Partial<HistoryPoint>]>([
  ['Tuesday 14:05: 12 new, 3 changed, 2.1 MB copied', {}],
  ['Tuesday 14:05, pinned', { pinned: true, changes: null }],
  ['Tuesday 14:05: 1 deleted', { changes: { created: 0, changed: 0, deleted: 1, bytes: 0 } }],
  [
    'Tuesday 14:05: 1 new, 8 bytes copied; no snapshot of it is kept',
    { snapshot: null, changes: { created: 1, changed: 0, deleted: 0, bytes: 8 } },
  ],
])('says “%s”', (words, some) => {
  expect(sayHistoryPoint({ ...POINT, ...some }, NOW, 'en-GB')).toBe(words);
});

it('draws little beside a first backup of a thousand times as much', () => {
  expect(barHeight(POINT, 2_100_000)).toBe(1);
  expect(barHeight(POINT, 2_100_000_000)).toBeCloseTo(0.1);
  expect(barHeight({ ...POINT, changes: null }, 2_100_000)).toBe(0);
  expect(barHeight(POINT, 0)).toBe(0);
});
