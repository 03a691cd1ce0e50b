import { expect, it } from 'vitest';
import { sayDiskState, sayLocked } from '../../main/shared/say-disk.js';
import { saySkipped } from '../../main/shared/say-skipped.js';

it.each([
  ['not-connected', true, 'not connected'],
  ['connected', true, 'connected and locked'],
  ['connected', false, 'connected'],
  ['open', true, 'unlocked'],
  ['open', false, 'in use'],
] as const)('a disk that is %s (encrypted: %s) is %s', (state, encrypted, words) => {
  expect(sayDiskState({ name: 'Blue disk', state, encrypted, lockable: false })).toBe(words);
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
