import { expect, it } from 'vitest';
import { putAwayTime, type DiskLook } from '../../main/domain/put-away-time.js';

const LOOKING: DiskLook = { windowOpen: true, working: false, backingUp: false, usedAt: 1_000_000 };

it.each<[string, Partial<DiskLook>, number | null]>([
  ['is looked at is put away ten minutes after it was last used', {}, 1_600_000],
  ['nobody has a window for is put away at once', { windowOpen: false }, 0],
  ['something is read from stays open', { working: true }, null],
  [
    'something is read from stays open without a window',
    { working: true, windowOpen: false },
    null,
  ],
  ['is backed up to stays open', { backingUp: true }, null],
  ['is backed up to stays open without a window', { backingUp: true, windowOpen: false }, null],
])('a disk that %s', (_what, some, expected) => {
  expect(putAwayTime({ ...LOOKING, ...some })).toBe(expected);
});
