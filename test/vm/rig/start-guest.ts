import { rm } from 'node:fs/promises';
import { systemClock } from '../../../main/system/clock.js';
import { Guest } from './guest.js';
import { disksIn, type Invocation } from './invocation.js';
import { journalCursor } from './journal.js';
import { startFrom, type StartOptions } from './machine-state.js';
import type { Machine } from './qemu.js';

export interface RunningGuest {
  readonly guest: Guest;
  readonly machine: Machine;
  readonly end: () => Promise<void>;
}

/** A guest that goes on from the state in the directory `from`, with the clock of this machine. */
export async function startGuest(
  invocation: Invocation,
  from: string,
  options: Pick<StartOptions, 'keeps'> = {},
): Promise<RunningGuest> {
  const { directory, image, states } = invocation;
  const machine = await startFrom(from, invocation, { parent: directory, ...options });
  const guest = new Guest(machine, image.key, disksIn(states));
  const end = async (): Promise<void> => {
    await guest.disconnectShells();
    await endMachine(machine);
  };
  try {
    await guest.root.connect();
    const seconds = String(systemClock.now().getTime() / 1000);
    await guest.root.run('date', ['--set', `@${seconds}`]);
    guest.cursor = await journalCursor(guest.root);
  } catch (error) {
    await end();
    throw error;
  }
  return { guest, machine, end };
}

export async function endMachine(machine: Machine): Promise<void> {
  await machine.stop();
  await rm(machine.plan.directory, { recursive: true, force: true });
}
