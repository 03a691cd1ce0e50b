import { expect, it } from 'vitest';
import { pauseBeforeRestart } from '../../main/domain/udev-restart.js';

it.each([
  ['a second at first', 0, 5, 1_000],
  ['longer when it keeps ending', 1_000, 5, 2_000],
  ['a minute at most', 40_000, 5, 60_000],
  ['a second again after it has worked', 60_000, 60_000, 1_000],
])('udevadm is started again after %s', (_what, before, lived, pause) => {
  expect(pauseBeforeRestart(before, lived)).toBe(pause);
});
