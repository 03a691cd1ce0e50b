import { sayCount } from './say-count.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Why plugging a disk in started nothing.
 *
 * @param since the last backup, as `now` in milliseconds since the epoch
 */
export function saySkipped(since: number, now: number): string {
  return `Not backed up again: the last backup was ${sayAgo(now - since)}.`;
}

function sayAgo(age: number): string {
  if (age < MINUTE) return 'a moment ago';
  if (age < HOUR) return `${sayCount(Math.floor(age / MINUTE), 'minute', 'minutes')} ago`;
  return `${sayCount(Math.floor(age / HOUR), 'hour', 'hours')} ago`;
}
