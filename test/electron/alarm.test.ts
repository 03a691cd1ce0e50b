import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Alarm } from '../../electron/automation/alarm.js';

const HOUR = 60 * 60_000;

let now = 0;
const ring = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  ring.mockClear();
  now = 1000;
});

afterEach(() => {
  vi.useRealTimers();
});

it('rings at its time, once', () => {
  const alarm = new Alarm(() => now, ring);
  alarm.set(now + 5000);
  vi.advanceTimersByTime(4999);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(HOUR * 3);
  expect(ring).toHaveBeenCalledTimes(1);
});

it('rings within an hour, for the clock may have been changed', () => {
  new Alarm(() => now, ring).set(now + 1000 * HOUR);
  vi.advanceTimersByTime(HOUR);
  expect(ring).toHaveBeenCalledTimes(1);
});

it('rings at once for a time that is over, and never again when it is set off', () => {
  const alarm = new Alarm(() => now, ring);
  alarm.set(now - 1);
  vi.advanceTimersByTime(0);
  expect(ring).toHaveBeenCalledTimes(1);
  alarm.set(now + 1);
  alarm.set(null);
  vi.advanceTimersByTime(HOUR);
  expect(ring).toHaveBeenCalledTimes(1);
});
