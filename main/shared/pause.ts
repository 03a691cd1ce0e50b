const HOUR = 60 * 60_000;

/** Hours for which backups can be paused. */
export const PAUSE_HOURS = [1, 4, 24] as const;

/**
 * Whether nothing is to start by itself. A pause that is longer than any that can be chosen was made before the
 * clock was set back, and is over.
 */
export function isPaused(until: number | null, now: number): boolean {
  return until !== null && now < until && until - now <= Math.max(...PAUSE_HOURS) * HOUR;
}
