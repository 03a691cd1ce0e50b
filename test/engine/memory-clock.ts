import type { Clock } from '../../main/engine/ports.js';
import type { Journal } from './memory-journal.js';

export interface MemoryClock extends Clock {
  /** Time goes by. */
  advance(seconds: number): void;
  /** Somebody sets the clock; the time since boot does not notice. */
  set(now: Date): void;
  reboot(): void;
}

export function memoryClock(start: Date, journal: Journal): MemoryClock {
  let now = start.getTime();
  let sinceBoot = 1000;
  let boots = 1;
  const advance = (seconds: number): void => {
    now += seconds * 1000;
    sinceBoot += seconds;
  };
  return {
    now: () => new Date(now),
    sleep: async (milliseconds, signal) => {
      await Promise.resolve();
      journal.begin('wait', '');
      // As the timers of Node do.
      if (signal?.aborted === true) throw new DOMException('It was aborted.', 'AbortError');
      advance(milliseconds / 1000);
    },
    bootMark: () => Promise.resolve({ bootId: `boot-${boots}`, secondsSinceBoot: sinceBoot }),
    advance,
    set: (date) => {
      now = date.getTime();
    },
    reboot: () => {
      boots += 1;
      sinceBoot = 10;
    },
  };
}
