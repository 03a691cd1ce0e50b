import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../support/run-program.js';
import type { Invocation } from './invocation.js';
import { startMachine, type Machine } from './qemu.js';
import type { Qmp } from './qmp.js';

const DEVICES = 'devices';
const MEMORY = 'memory';
const DISK = 'root.qcow2';

export interface StartOptions {
  /** Where it gets a directory of its own. Short: the path of a socket may have 107 bytes. */
  readonly parent: string;
  /** True: what the guest writes into its memory is kept, so that its state can be saved. */
  readonly keeps?: boolean;
}

/** Starts a machine where the one stopped that left its state in `from`, which stays as it is. */
export async function startFrom(
  from: string,
  { image: { kernel, initrd }, emulator }: Pick<Invocation, 'image' | 'emulator'>,
  { parent, keeps = false }: StartOptions,
): Promise<Machine> {
  const directory = await mkdtemp(join(parent, 'machine-'));
  const memory = join(keeps ? directory : from, MEMORY);
  if (keeps) await runProgram('cp', ['--sparse=always', join(from, MEMORY), memory]);
  const machine = await startMachine({
    ...{ emulator, kernel, initrd, directory },
    disk: { path: join(from, DISK), format: 'qcow2' },
    memory: { path: memory, kept: keeps },
    waits: true,
  });
  const { qmp } = machine;
  await leaveMemoryAlone(qmp);
  await qmp.execute('migrate-incoming', { uri: `exec:cat '${join(from, DEVICES)}'` });
  await migrated(qmp);
  await qmp.execute('cont');
  return machine;
}

/** Starts a machine from power-off, whose state can be saved. */
export async function boot(
  { image: { image, kernel, initrd }, emulator }: Pick<Invocation, 'image' | 'emulator'>,
  { parent }: Pick<StartOptions, 'parent'>,
): Promise<Machine> {
  const directory = await mkdtemp(join(parent, 'machine-'));
  return startMachine({
    ...{ emulator, kernel, initrd, directory },
    disk: { path: image, format: 'raw' },
    memory: { path: join(directory, MEMORY), kept: true },
    waits: false,
  });
}

/** Ends the machine and leaves what startFrom needs in `to`. Nothing may be plugged in. */
export async function saveState({ qmp, plan, stop }: Machine, to: string): Promise<void> {
  await qmp.execute('stop');
  await leaveMemoryAlone(qmp);
  await qmp.execute('migrate', { uri: `exec:cat > '${join(to, DEVICES)}'` });
  await migrated(qmp);
  await stop();
  await runProgram('mv', [join(plan.directory, MEMORY), join(plan.directory, DISK), to]);
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
