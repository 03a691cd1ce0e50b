const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * How long to wait before udevadm is started again: a second after it has worked, longer and longer when it does not.
 *
 * @param before the pause before this time; 0: there was none
 * @param lived for how long it ran this time
 * @returns milliseconds, as all of these
 */
export function pauseBeforeRestart(before: number, lived: number): number {
  return lived >= MINUTE ? SECOND : Math.min(Math.max(2 * before, SECOND), MINUTE);
}
