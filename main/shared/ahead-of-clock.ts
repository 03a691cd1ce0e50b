/** Clocks are corrected by so much without anything having happened; milliseconds. */
const CORRECTION = 5 * 60_000;

/** True: a time that something happened at has not come yet, because the clock was set back since. */
export function isAheadOfClock(time: number, now: number): boolean {
  return time > now + CORRECTION;
}
