import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import type { Guest } from './guest.js';
import { diskMounts, guestFacts } from './guest-facts.js';
import { printLogs } from './print-logs.js';
import { timed } from './report-time.js';
import { startGuest, type RunningGuest } from './start-guest.js';
import { stateIn, type GuestState } from './states.js';

/** Programs of a run; none may outlive it. */
const OUR_PROGRAMS =
  /^(\S*\/)?(rsync|cp|rm|cryptsetup|cryptdisks_\w+|mount|umount|pkexec)( |$)|out\/(helper|cli)\//;

/** What says in the journal that something broke which may not break. */
const BROKEN = /assertion .*failed|segfault|dumped core|general protection|kernel BUG|Oops:/i;

/**
 * A machine in a saved state, with nothing plugged in, for all tests of a file, one after the other: each begins where the
 * one before left it, and must leave nothing behind. When one fails, the guest's logs are printed. The returned function
 * gives the guest to a test.
 *
 * @param mayBreak messages of the journal that say no more than that something broke of which we know
 */
export function resume(state: GuestState, mayBreak?: RegExp): () => Guest {
  let running: RunningGuest | null = null;
  beforeAll(async () => {
    const invocation = inject('vm');
    const from = await stateIn(invocation, state);
    running = await timed('resumed', () => startGuest(invocation, from));
  });
  afterEach(async ({ task }) => {
    if (running !== null) await lookBack(running.guest, task.result?.state === 'fail', mayBreak);
  });
  afterAll(() => running?.end());
  return () => {
    if (running === null) throw new Error('There is no guest before the first test.');
    return running.guest;
  };
}

async function lookBack(guest: Guest, failed: boolean, mayBreak?: RegExp): Promise<void> {
  try {
    if (failed) await printLogs(guest.root);
    else await expectClean(guest, mayBreak);
  } catch (error) {
    if (!failed) await printLogs(guest.root);
    throw error;
  }
}

/** Nothing mounted, nothing unlocked, nothing running, nothing written where no disk was, nothing broken. */
async function expectClean(guest: Guest, mayBreak = /^$/): Promise<void> {
  const facts = await guestFacts(guest.root);
  expect(diskMounts(facts), 'mounts').toEqual([]);
  expect(facts.mappings, 'device mappings').toEqual([]);
  const processes = facts.processes.filter(({ command }) => OUR_PROGRAMS.test(command));
  expect(processes, 'processes').toEqual([]);
  expect(facts.bareMountPoint, 'below the bare mount point').toEqual([]);
  const broken = (await guest.journal()).filter(
    ({ message }) => BROKEN.test(message) && !mayBreak.test(message),
  );
  expect(broken, 'in the journal').toEqual([]);
}
