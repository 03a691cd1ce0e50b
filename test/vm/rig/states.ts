import { mkdir, readFile, rename, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../../main/system/error-code.js';
import { diskImage, prepareDisks } from './backup-disks.js';
import { contentsOf } from './fingerprint.js';
import { REPOSITORY } from './guest-files.js';
import { Guest } from './guest.js';
import { askHelper } from './helper-call.js';
import { disksIn, type Invocation } from './invocation.js';
import { addLargeFile } from './laptop.js';
import { boot, saveState } from './machine-state.js';
import { prepareGuest } from './prepare-guest.js';
import { printLogs } from './print-logs.js';
import { timed } from './report-time.js';
import { endMachine, startGuest } from './start-guest.js';
import { buildOnce, cached } from './vm-cache.js';

/**
 * `ready`: booted, tester logged in, the display and the fake desktop running, our program installed, no disk plugged.
 * `backed-up`: `ready`, after a run to the disk `backed-up`; the source has changed since.
 */
export type GuestState = 'ready' | 'backed-up';

type Parts = Omit<Invocation, 'states'>;

/** The directory of all states of the program as it is built now, with `ready` and the disks in it. */
export async function guestStates(parts: Parts): Promise<string> {
  const { image, emulator } = parts;
  const inputs = [
    ...[dirname(image.image), dirname(emulator)].map((path) => basename(path)),
    // Another one each time that the image is made.
    await readFile(`${image.key}.pub`, 'utf8'),
    await readFile(join(REPOSITORY, 'out/.built-from'), 'utf8'),
    ...(await contentsOf(['test/vm/rig', 'test/vm/guest'])),
  ];
  return cached('states', inputs, (states) => makeReady(parts, states));
}

/** The directory of a state, which is made when a scenario needs it. Of several test files the first does so; the others wait. */
export async function stateIn(invocation: Invocation, state: GuestState): Promise<string> {
  const directory = join(invocation.states, state);
  if (state === 'ready') return directory;
  const turn = join(invocation.directory, state);
  while (!(await isMade(turn))) await sleep(200);
  try {
    await buildOnce(directory, (partial) => makeBackedUp(invocation, partial));
  } finally {
    await rmdir(turn);
  }
  return directory;
}

async function isMade(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function makeReady(parts: Parts, states: string): Promise<void> {
  const machine = await boot(parts, { parent: parts.directory });
  const guest = new Guest(machine, parts.image.key, disksIn(states));
  try {
    await timed('guest prepared', () => prepareGuest(guest.root));
    await timed('disks prepared', async () => {
      await mkdir(disksIn(states));
      await prepareDisks(guest.root, guest.usb, disksIn(states));
    });
    await guest.disconnectShells();
    await mkdir(join(states, 'ready'));
    await saveState(machine, join(states, 'ready'));
  } catch (error) {
    console.error(await readFile(join(machine.plan.directory, 'serial.log'), 'utf8'));
    throw error;
  } finally {
    await endMachine(machine);
  }
}

async function makeBackedUp(invocation: Invocation, directory: string): Promise<void> {
  const ready = join(invocation.states, 'ready');
  const { guest, machine, end } = await startGuest(invocation, ready, { keeps: true });
  try {
    await timed('first backup made', () => backUpOnce(guest, disksIn(invocation.states)));
    await guest.disconnectShells();
    await saveState(machine, directory);
  } catch (error) {
    await printLogs(guest.root);
    throw error;
  } finally {
    await end();
  }
}

async function backUpOnce(guest: Guest, disks: string): Promise<void> {
  const disk = await guest.disk('backups');
  await disk.plug();
  await guest.settled();
  const { error, complaint } = await askHelper(guest);
  if (error !== undefined) throw new Error(`The first run failed: ${error.message}\n${complaint}`);
  await disk.unplug();
  await rename(disk.image, diskImage(disks, 'backed-up'));
  await addLargeFile(guest.root);
}
