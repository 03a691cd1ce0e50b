import { expect, it } from 'vitest';
import type { Parts } from '../../main/domain/rsync-arguments.js';
import type { Store } from '../../main/engine/ports.js';
import {
  backedUp,
  machineWithSnapshot,
  memoryMachine,
  runOn,
  type Machine,
} from './memory-ports.js';

const LARGE = 'x'.repeat(64 * 1024 ** 2);

it.each<[string, (machine: Machine) => Promise<void> | void, Parts]>([
  ['nothing was backed up yet', () => undefined, 'keep'],
  ['nothing changed', backedUp, 'drop'],
  [
    'small files changed',
    async (machine) => {
      await backedUp(machine);
      machine.data.write('a', 'cherry');
    },
    'drop',
  ],
  [
    'a large file changed',
    async (machine) => {
      await backedUp(machine);
      machine.data.write('a', LARGE);
    },
    'keep',
  ],
  [
    'the last backup broke off',
    async (machine) => {
      await backedUp(machine);
      machine.transfer.exitCode = 30;
      expect((await runOn(machine)).error).not.toBeNull();
      machine.transfer.exitCode = 0;
      machine.clock.advance(3600);
    },
    'keep',
  ],
])('the part of a file that arrived is worth keeping or not where %s', async (_, happen, parts) => {
  const machine = await overALine(happen);
  expect(await partsOf(machine)).toBe(parts);
});

it('nothing breaks on the way to a directory of this machine', async () => {
  expect(await partsOf(await machineWithSnapshot())).toBeUndefined();
});

/** A machine whose backups may break on the way. */
async function overALine(happen: (machine: Machine) => Promise<void> | void): Promise<Machine> {
  const machine = memoryMachine();
  const openStore = async (path: string): Promise<Store> => {
    const store = await machine.ports.openStore(path);
    return { ...store, receiver: () => ({ ...store.receiver(), parts: 'keep' }) };
  };
  const changed = { ...machine, ports: { ...machine.ports, openStore } };
  await happen(changed);
  return changed;
}

async function partsOf(machine: Machine): Promise<Parts | undefined> {
  const told: (Parts | undefined)[] = [];
  machine.transfer.meanwhile = (_, plan) => told.push(plan.parts);
  const { error } = await runOn(machine);
  expect(error).toBeNull();
  expect(told).toHaveLength(1);
  return told[0];
}
