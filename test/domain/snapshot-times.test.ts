import { expect, it } from 'vitest';
import { timesKept } from '../../main/domain/snapshot-times.js';

it('a rotation tells of what it leaves, newest first, whatever form the names have', () => {
  const plan = {
    keep: [
      { name: '20200102_0304', reasons: ['pinned'] as const },
      { name: '2026-11-21 19:36:28', reasons: ['daily', 'newest'] as const },
    ],
    remove: [{ name: '2026-11-20 10:00:00', reason: 'not-in-scheme' as const }],
  };
  expect(timesKept(plan)).toEqual([
    { name: '2026-11-21 19:36:28', time: '2026-11-21T19:36:28', pinned: false },
    { name: '20200102_0304', time: '2020-01-02T03:04:00', pinned: true },
  ]);
});
