import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { systemClock } from '../../../main/system/clock.js';
import { startApplication } from './application.js';
import { BACKED_UP, Guest } from './guest.js';
import { diskMounts, guestFacts } from './guest-facts.js';
import { askHelper } from './helper-call.js';
import type { Invocation } from './invocation.js';
import { journalCursor, journalText } from './journal.js';
import { addLargeFile } from './laptop.js';
import { makeOnce, saveState, startFrom, type MachineState } from './machine-state.js';
import type { Machine } from './qemu.js';
import { timed } from './report-time.js';

export interface ScenarioOptions {
  /** False: the test looks itself at what it leaves behind. */
  readonly clean?: boolean;
}

/** Programs of a run; none may outlive it. */
const OUR_PROGRAMS =
  /^(\S*\/)?(rsync|cp|rm|cryptsetup|cryptdisks_\w+|mount|umount|pkexec)( |$)|out\/(helper|cli)\//;

/** What says in the journal that something broke which may not break. */
const BROKEN = /assertion .*failed|segfault|dumped core|general protection|kernel BUG|Oops:/i;

/**
 * A machine in a saved state, with the clock of this one and nothing plugged in. When the test ends, it must have left
 * nothing behind; when it fails, the guest's logs are printed. To be called in a test or in `beforeEach`.
 */
export async function resume(
  state: MachineState,
  { clean = true }: ScenarioOptions = {},
): Promise<Guest> {
  const invocation = inject('vm');
  await makeOnce(invocation, state, () => timed(`state ${state} made`, () => makeState(state)));
  const { guest, machine } = await timed('resumed', () => guestIn(invocation, state));
  onTestFinished(async ({ task }) => {
    try {
      await lookBack(guest, task.result?.state === 'fail', clean);
    } finally {
      await end(machine, guest);
    }
  });
  return guest;
}

/** Vitest calls `onTestFailed` only after this, when there would be nobody left to ask for logs. */
async function lookBack(guest: Guest, failed: boolean, clean: boolean): Promise<void> {
  try {
    if (failed) await printLogs(guest);
    else if (clean) await expectClean(guest);
  } catch (error) {
    if (!failed) await printLogs(guest);
    throw error;
  }
}

async function guestIn(invocation: Invocation, state: MachineState, options = {}) {
  const machine = await startFrom(invocation, state, options);
  const guest = new Guest(machine, invocation);
  try {
    await guest.root.connect();
    const seconds = String(systemClock.now().getTime() / 1000);
    await guest.root.run('date', ['--set', `@${seconds}`]);
    guest.cursor = await journalCursor(guest.root);
  } catch (error) {
    await end(machine, guest);
    throw error;
  }
  return { machine, guest };
}

async function end(machine: Machine, guest: Guest): Promise<void> {
  await guest.disconnectShells();
  await machine.stop();
  await rm(machine.plan.directory, { recursive: true, force: true });
}

/** States beyond `ready` are only made when a scenario needs them. */
async function makeState(state: MachineState): Promise<void> {
  const invocation = inject('vm');
  const { machine, guest } = await guestIn(invocation, 'ready', { keeps: true });
  try {
    if (state === 'application') await startApplication(guest.root);
    else await backUpOnce(guest, machine);
    await guest.disconnectShells();
    await saveState(machine, invocation, state);
  } catch (error) {
    await printLogs(guest);
    throw error;
  } finally {
    await end(machine, guest);
  }
}

async function backUpOnce(guest: Guest, { plan }: Machine): Promise<void> {
  const disk = await guest.disk('backups');
  await disk.plug();
  await guest.settled();
  expect(await askHelper(guest)).toMatchObject({ exitCode: 0, error: undefined });
  await disk.unplug();
  await rename(disk.image, join(plan.directory, BACKED_UP));
  await addLargeFile(guest.root);
}

/** Nothing mounted, nothing unlocked, nothing running, nothing written where no disk was, nothing broken. */
async function expectClean(guest: Guest): Promise<void> {
  const facts = await guestFacts(guest.root);
  expect(diskMounts(facts), 'mounts').toEqual([]);
  expect(facts.mappings, 'device mappings').toEqual([]);
  const processes = facts.processes.filter(({ command }) => OUR_PROGRAMS.test(command));
  expect(processes, 'processes').toEqual([]);
  expect(facts.bareMountPoint, 'below the bare mount point').toEqual([]);
  const broken = (await guest.journal()).filter(({ message }) => BROKEN.test(message));
  expect(broken, 'in the journal').toEqual([]);
}

async function printLogs(guest: Guest): Promise<void> {
  const messages = await guest.root.attempt('dmesg', ['--nopager']);
  const files = await guest.root.attempt('sh', ['-c', 'tail -n 40 /run/rig/*/std[eo]*']);
  console.error(
    [
      ...['--- journal', await journalText(guest.root, 150)],
      ...['--- kernel', messages.stdout.split('\n').slice(-40).join('\n')],
      ...['--- programs in the session', files.stdout],
    ].join('\n'),
  );
}
