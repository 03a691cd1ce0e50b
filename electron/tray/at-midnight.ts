import { powerMonitor } from 'electron/main';

/** Calls back when “today” has become “yesterday”: at midnight, and after a sleep that may span it. */
export function atMidnight(now: () => Date, callback: () => void): void {
  let timer = setTimeout(next, untilMidnight(now()));
  function next(): void {
    clearTimeout(timer);
    timer = setTimeout(next, untilMidnight(now()));
    callback();
  }
  powerMonitor.on('resume', next);
}

/** A second past midnight, so that a timer that is early by some milliseconds is not early by a day. */
function untilMidnight(now: Date): number {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 0, 0, 1);
  return midnight.getTime() - now.getTime();
}
