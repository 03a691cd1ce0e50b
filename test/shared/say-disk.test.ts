import { expect, it } from 'vitest';
import type { RunResult } from '../../main/shared/run-state.js';
import { diskToUnplug, sayDiskState, sayLocked, sayUnplug } from '../../main/shared/say-disk.js';
import { saySkipped } from '../../main/shared/say-skipped.js';

const RESULT: RunResult = {
  profileId: 'system',
  startedAt: 0,
  finishedAt: 0,
  outcome: 'complete',
  seconds: 0,
  snapshot: null,
  changes: null,
  warnings: [],
  removedSnapshots: 0,
  failure: null,
  safeToUnplug: true,
  keptBy: [],
};

it.each([
  ['not-connected', true, 'not connected'],
  ['connected', true, 'connected and locked'],
  ['connected', false, 'connected'],
  ['open', true, 'unlocked'],
  ['open', false, 'in use'],
] as const)('a disk that is %s (encrypted: %s) is %s', (state, encrypted, words) => {
  expect(
    sayDiskState({ name: 'Blue disk', state, encrypted, lockable: false, readable: false }),
  ).toBe(words);
});

it('a locked disk can be unplugged', () => {
  expect(sayLocked({ name: 'Blue disk', encrypted: true })).toBe(
    '“Blue disk” is locked and can be unplugged.',
  );
});

it.each([
  [10, 'a moment ago'],
  [61, '1 minute ago'],
  [12 * 60, '12 minutes ago'],
  [3 * 3600 + 59, '3 hours ago'],
])('a backup that was skipped after %d seconds', (seconds, words) => {
  expect(saySkipped(0, seconds * 1000)).toBe(`Not backed up again: the last backup was ${words}.`);
});

it.each([
  [true, 'connected', 'Blue disk'],
  [true, 'open', null],
  [true, 'not-connected', null],
  [false, 'connected', 'Blue disk'],
  [false, 'open', 'Blue disk'],
  [false, 'not-connected', null],
] as const)(
  'that a run left the disk safe (%s) is said of one that is now %s only where it holds',
  (safeToUnplug, state, name) => {
    const disk = { name: 'Blue disk', state, encrypted: true, lockable: false, readable: false };
    expect(diskToUnplug({ ...RESULT, safeToUnplug }, disk)).toBe(name);
  },
);

it('nothing is said of unplugging the disk that the system is on', () => {
  expect(sayUnplug({ ...RESULT, safeToUnplug: false, keptBy: ['/', '/home'] }, 'Disk')).toBe('');
});
