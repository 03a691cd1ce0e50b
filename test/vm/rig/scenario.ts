import { expect, inject, onTestFailed, onTestFinished } from 'vitest';
import { systemClock } from '../../../main/system/clock.js';
import { Guest } from './guest.js';
import { diskMounts, guestFacts } from './guest-facts.js';
import { journalCursor, journalText } from './journal.js';
import { loadState, type MachineState } from './machine-state.js';
import { Qmp } from './qmp.js';

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
 * Puts the guest into a saved state, with the clock of this machine and nothing plugged in. When the test ends, it must
 * have left nothing behind; when it fails, the guest's logs are printed. To be called in a test or in `beforeEach`.
 */
export async function resume(
  state: MachineState,
  { clean = true }: ScenarioOptions = {},
): Promise<Guest> {
  const started = performance.now();
  const invocation = inject('vm');
  const qmp = await Qmp.connect(invocation.qmpSocket);
  const guest = new Guest(invocation, qmp);
  onTestFinished(async ({ task }) => {
    try {
      if (clean && task.result?.state !== 'fail') await expectClean(guest);
    } finally {
      await guest.disconnect();
    }
  });
  onTestFailed(() => printLogs(guest));
  await guest.usb.unplugAll();
  await loadState(qmp, state);
  await guest.root.connect();
  const seconds = String(systemClock.now().getTime() / 1000);
  await guest.root.run('date', ['--set', `@${seconds}`]);
  guest.cursor = await journalCursor(guest.root);
  console.log(`vm: resumed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return guest;
}

/** Nothing mounted, nothing unlocked, nothing running, nothing written where no disk was, nothing broken. */
export async function expectClean(guest: Guest): Promise<void> {
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
  const files = await guest.root.attempt('sh', ['-c', 'tail -n 40 /run/rig/*/std*']);
  console.error(
    [
      ...['--- journal', await journalText(guest.root, 150)],
      ...['--- kernel', messages.stdout.split('\n').slice(-40).join('\n')],
      ...['--- programs in the session', files.stdout],
    ].join('\n'),
  );
}
