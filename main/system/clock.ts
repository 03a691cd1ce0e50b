import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../engine/ports.js';

/** The only place that reads the machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
  bootMark: async () => ({
    bootId: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
    // proc(5), /proc/uptime: seconds since boot, time asleep included.
    secondsSinceBoot: Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]),
  }),
};
