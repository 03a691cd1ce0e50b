import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BusName } from '../../electron/bus-relay/bus-addresses.js';
import { restartWhenCutOff } from '../../electron/restart/restart-when-cut-off.js';

let lose: (bus: BusName) => void;
let there: Set<BusName>;
let asked: number;
let busy: boolean;
let restarts: number;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  there = new Set<BusName>();
  [asked, busy, restarts] = [0, false, 0];
  restartWhenCutOff({
    onLostBus: (hear) => (lose = hear),
    patience: 10_000,
    onLost: () => undefined,
    answers: (bus) => {
      asked += 1;
      return Promise.resolve(there.has(bus));
    },
    isBusy: () => busy,
    restart: () => {
      restarts += 1;
    },
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('as long as no bus is lost, nobody looks', async () => {
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked).toBe(0);
});

it('it is started anew, once, when all that was lost is back and nobody needs it', async () => {
  busy = true;
  lose('session');
  lose('system');
  await vi.advanceTimersByTimeAsync(60_000);
  there.add('session');
  await vi.advanceTimersByTimeAsync(60_000);
  there.add('system');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(restarts).toBe(0);
  busy = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(restarts).toBe(1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(restarts).toBe(1);
});

it('a bus that does not come back changes nothing', async () => {
  lose('session');
  await vi.advanceTimersByTimeAsync(600_000);
  expect(restarts).toBe(0);
});
