import { describe, expect, it } from 'vitest';
import type { BackupDescription } from '../../main/engine/backup-description.js';
import type { Store } from '../../main/engine/ports.js';
import {
  backedUp,
  compared,
  LATEST,
  lookAtSnapshots,
  machineWithSnapshot,
  memoryMachine,
  runOn,
  type Machine,
} from './memory-ports.js';

const FIRST = '2026-11-21 19:36:38';
const AS_IT_WAS = { a: '644 apple', b: '644 banana' };

describe('what changed on this machine, while another is connected to,', () => {
  const destination = `box:${LATEST}`;

  it('is looked for while that is connected to, once, and kept apart all the same', async () => {
    const machine = elsewhere(await machineWithSnapshot());
    const looks = looksOf(machine);
    machine.data.chmod('a', 0o600);
    expect(await compared(machine, { destination })).toEqual(['a']);
    expect(looks).toEqual(['look', 'open', 'find', 'stop-looking']);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });

  it.each<[string, (machine: Machine) => void]>([
    ['the machine was restarted', ({ clock }) => clock.reboot()],
    [
      'the file system’s change times cannot be trusted',
      ({ source }) => {
        source.isForeign = true;
      },
    ],
  ])('is everything where %s, and the look ends before rsync begins', async (_, happen) => {
    const machine = elsewhere(await machineWithSnapshot());
    happen(machine);
    const looks = looksOf(machine);
    machine.journal.at('copy', () => looks.push('copy'));
    machine.data.chmod('a', 0o600);
    expect(await compared(machine, { destination })).toEqual(['everything']);
    expect(looks).toEqual(['look', 'open', 'stop-looking', 'copy']);
  });

  it('is looked for again where the clock was wrong when the look began', async () => {
    const machine = elsewhere(memoryMachine());
    machine.clock.reboot();
    await backedUp(machine);
    machine.data.chmod('a', 0o600);
    const now = machine.clock.now();
    machine.clock.set(new Date(now.getTime() + 60_000));
    const looks = looksOf(machine, () => machine.clock.set(now));
    expect(await compared(machine, { destination })).toEqual(['a']);
    expect(looks).toEqual(['look', 'open', 'look', 'find', 'stop-looking']);
  });

  it('counts from the run of somebody else who has had the destination meanwhile', async () => {
    const other = { path: '/srv', device: '1', inode: '1', bindMounts: [] };
    const machine = await machineWithSnapshot();
    const late = elsewhere(machine, (store) => ({
      ...store,
      lock: async () => {
        const [last] = machine.destination.runs.slice(-1);
        if (last !== undefined)
          machine.destination.runs.push({ ...last, id: 'other', source: other });
        return store.lock();
      },
    }));
    expect(await compared(late, { destination })).toEqual(['everything']);
  });

  it('is not awaited where somebody else has the destination', async () => {
    const machine = elsewhere(await machineWithSnapshot());
    const looks = looksOf(machine);
    machine.destination.isHeld = true;
    const { error } = await runOn(machine, { destination });
    expect(error).toMatchObject({ code: 'destination-busy' });
    expect(looks).toEqual(['look', 'open', 'stop-looking']);
  });

  it.each<[string, Partial<BackupDescription>]>([
    ['rehearsal', { dryRun: true }],
    ['backup of several file systems', { multiFs: true }],
    ['snapshot alone', { actions: { backup: false, snapshot: true, rotate: false } }],
  ])('is not looked for by a %s', async (_, description) => {
    const machine = elsewhere(await machineWithSnapshot());
    const looks = looksOf(machine);
    const { error } = await runOn(machine, { destination, ...description });
    expect(error).toBeNull();
    expect(looks).toEqual(['open']);
  });
});

/** The same machine, whose destination is on another one. */
function elsewhere(machine: Machine, change: (store: Store) => Store = (store) => store): Machine {
  const openStore = async (path: string): Promise<Store> => {
    const store = await machine.ports.openStore(path.replace(/^box:/, ''));
    return change({ ...store, host: 'box' });
  };
  return { ...machine, ports: { ...machine.ports, openStore } };
}

/** What becomes of looks for changes, from now on; `open`: the other machine is connected to. */
function looksOf(machine: Machine, onOpen: () => void = () => undefined): string[] {
  const looks: string[] = [];
  for (const operation of ['look', 'find', 'stop-looking'] as const) {
    machine.journal.at(operation, () => looks.push(operation));
  }
  machine.journal.at('inspect', () => {
    if (!looks.includes('open')) looks.push('open');
    onOpen();
  });
  return looks;
}
