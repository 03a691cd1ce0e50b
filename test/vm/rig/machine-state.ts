import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../../main/system/error-code.js';
import { runProgram } from '../../support/run-program.js';
import type { Invocation } from './invocation.js';
import { startMachine, type Machine } from './qemu.js';
import type { Qmp } from './qmp.js';

/**
 * `ready`: booted, tester logged in, the display and the fake desktop running, our program installed, no disk plugged.
 * `application`: the same, with the application idle in the tray.
 * `backed-up`: `ready`, after a run to the disk that Guest.backedUpDisk() has copies of; the source has changed since.
 */
export type MachineState = 'ready' | 'application' | 'backed-up';

const DEVICES = 'devices';
const MEMORY = 'memory';
const DISK = 'root.qcow2';

export function stateDirectory(
  { directory }: Pick<Invocation, 'directory'>,
  state: MachineState,
): string {
  return join(directory, `state-${state}`);
}

export function memoryIn(directory: string): string {
  return join(directory, MEMORY);
}

/**
 * Starts a machine where another one stopped. Memory and disk stay as they are, for the next; with `keeps`, a copy of the
 * memory takes what this one writes, so that it can be saved in turn.
 */
export async function startFrom(
  invocation: Invocation,
  state: MachineState,
  { keeps = false }: { readonly keeps?: boolean } = {},
): Promise<Machine> {
  const from = stateDirectory(invocation, state);
  const directory = await mkdtemp(join(invocation.directory, 'machine-'));
  if (keeps) await runProgram('cp', ['--sparse=always', memoryIn(from), memoryIn(directory)]);
  const machine = await startMachine({
    kernel: invocation.kernel,
    initrd: invocation.initrd,
    disk: { path: join(from, DISK), format: 'qcow2' },
    memory: { path: memoryIn(keeps ? directory : from), kept: keeps },
    waits: true,
    directory,
  });
  const { qmp } = machine;
  await leaveMemoryAlone(qmp);
  await qmp.execute('migrate-incoming', { uri: `exec:cat '${join(from, DEVICES)}'` });
  await migrated(qmp);
  await qmp.execute('cont');
  return machine;
}

/** Ends the machine, whose memory must be kept, and names what it leaves. Nothing may be plugged in. */
export async function saveState(
  machine: Machine,
  invocation: Pick<Invocation, 'directory'>,
  state: MachineState,
): Promise<void> {
  const { qmp, plan } = machine;
  await qmp.execute('stop');
  await leaveMemoryAlone(qmp);
  await qmp.execute('migrate', { uri: `exec:cat > '${join(plan.directory, DEVICES)}'` });
  await migrated(qmp);
  await machine.stop();
  await rename(plan.directory, stateDirectory(invocation, state));
}

/** Of several test files that need a state that is not there, the first makes it; the others wait. */
export async function makeOnce(
  invocation: Invocation,
  state: MachineState,
  make: () => Promise<void>,
): Promise<void> {
  const directory = stateDirectory(invocation, state);
  while (!existsSync(directory)) {
    if (await begin(`${directory}.begun`)) {
      try {
        await make();
        return;
      } finally {
        await rmdir(`${directory}.begun`);
      }
    }
    await sleep(200);
  }
}

async function begin(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The memory is a file: only the devices' state is written to, and read from, the stream. */
async function leaveMemoryAlone(qmp: Qmp): Promise<void> {
  await qmp.execute('migrate-set-capabilities', {
    capabilities: [{ capability: 'x-ignore-shared', state: true }],
  });
}

async function migrated(qmp: Qmp): Promise<void> {
  for (;;) {
    const answer = (await qmp.execute('query-migrate')) as {
      readonly status?: string;
      readonly 'error-desc'?: string;
    };
    if (answer.status === 'completed') return;
    if (answer.status === 'failed') {
      throw new Error(`QEMU did not take over the state: ${answer['error-desc'] ?? 'no reason'}`);
    }
    await sleep(20);
  }
}
