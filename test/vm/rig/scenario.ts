import { copyFile } from 'node:fs/promises';
import { expect, inject, onTestFinished } from 'vitest';
import { systemClock } from '../../../main/system/clock.js';
import { startApplication } from './application.js';
import { Guest } from './guest.js';
import { askHelper } from './helper-call.js';
import { addLargeFile } from './laptop.js';
import { diskMounts, guestFacts } from './guest-facts.js';
import { journalCursor, journalText } from './journal.js';
import { hasState, loadState, saveState, type MachineState } from './machine-state.js';
import { Qmp } from './qmp.js';
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
  onTestFinished(({ task }) => finish(guest, task.result?.state === 'fail', clean));
  await guest.usb.unplugAll();
  if (!(await hasState(qmp, state)))
    await timed(`state ${state} made`, () => makeState(state, guest, qmp));
  await goTo(state, guest, qmp);
  console.log(`vm: resumed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return guest;
}

/** Vitest calls `onTestFailed` only after this, when there would be nobody left to ask for logs. */
async function finish(guest: Guest, failed: boolean, clean: boolean): Promise<void> {
  try {
    if (failed) await printLogs(guest);
    else if (clean) await expectClean(guest);
  } catch (error) {
    if (!failed) await printLogs(guest);
    throw error;
  } finally {
    await guest.disconnect();
  }
}

async function goTo(state: MachineState, guest: Guest, qmp: Qmp): Promise<void> {
  await loadState(qmp, state);
  await guest.root.connect();
  const seconds = String(systemClock.now().getTime() / 1000);
  await guest.root.run('date', ['--set', `@${seconds}`]);
  guest.cursor = await journalCursor(guest.root);
}

/** States beyond `ready` are only made when a scenario needs them. */
async function makeState(state: MachineState, guest: Guest, qmp: Qmp): Promise<void> {
  await goTo('ready', guest, qmp);
  if (state === 'application') await startApplication(guest.root);
  else await backUpOnce(guest);
  await guest.disconnectShells();
  await saveState(qmp, state);
}

async function backUpOnce(guest: Guest): Promise<void> {
  const disk = await guest.disk('backups');
  await disk.plug();
  await guest.settled();
  expect(await askHelper(guest)).toMatchObject({ exitCode: 0, error: undefined });
  await disk.unplug();
  await copyFile(disk.image, guest.backedUpImage);
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
