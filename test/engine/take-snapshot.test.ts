import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  backedUp,
  lookAtLatest,
  lookAtSnapshots,
  memoryMachine,
  runOn,
  type Machine,
} from './memory-ports.js';
import { treeOf } from './memory-tree.js';

const FIRST = '2026-11-21 19:36:38';
const ONLY_SNAPSHOT = { backup: false, snapshot: true, rotate: false } as const;
const ONLY_BACKUP = { backup: true, snapshot: false, rotate: false } as const;

describe('a snapshot', () => {
  it('is named by the local time at which rsync was done', async () => {
    const machine = memoryMachine();
    const { events, finished } = await runOn(machine);
    expect(events).toContainEqual({
      event: 'snapshot',
      name: FIRST,
      path: `/mnt/backup/${FIRST}`,
      method: 'hard-links',
    });
    expect(finished.snapshot).toBe(FIRST);
  });

  it('whose name is taken waits for the next free second', async () => {
    const machine = memoryMachine();
    const old = treeOf({ old: 'old' });
    machine.destination.snapshots.set(FIRST, old);
    machine.destination.snapshots.set('2026-11-21 19:36:39', old);
    const { finished } = await runOn(machine, { adopt: true });
    expect(finished.snapshot).toBe('2026-11-21 19:36:40');
    expect(machine.destination.snapshots.get(FIRST)).toBe(old);
  });

  it('that waits for a free second can be cancelled', async () => {
    const machine = memoryMachine();
    machine.destination.snapshots.set(FIRST, new Map());
    const stop = new AbortController();
    machine.journal.at('wait', () => {
      stop.abort();
    });
    const { finished } = await runOn(machine, { adopt: true }, stop.signal);
    expect(finished.outcome).toBe('cancelled');
    expect(machine.destination.runs).toMatchObject([{ outcome: 'cancelled' }]);
    expect([...machine.destination.snapshots.keys()]).toEqual([FIRST]);
  });

  it('of which files had to be copied warns of them, and is complete', async () => {
    const machine = memoryMachine();
    machine.destination.fullyLinked.add('a');
    const { warnings, finished } = await runOn(machine);
    expect(warnings).toMatchObject([
      {
        code: 'too-many-links',
        message: '1 file had too many hard links for another one and was copied into the snapshot.',
        files: ['a'],
      },
    ]);
    expect(finished.outcome).toBe('complete');
    expect(machine.destination.records.get(FIRST)?.complete).toBe(true);
  });

  it('alone takes latest as it is', async () => {
    const machine = memoryMachine();
    await runOn(machine, { actions: ONLY_BACKUP });
    machine.data.write('a', 'apricot');
    const { error, finished } = await runOn(machine, { actions: ONLY_SNAPSHOT });
    expect(error).toBeNull();
    expect(finished).toMatchObject({ snapshot: FIRST, changes: null });
    expect(lookAtSnapshots(machine)[FIRST]).toEqual({ a: '644 apple', b: '644 banana' });
  });
});

describe('in the hour that is repeated in autumn', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('a snapshot never goes into the one of an hour ago', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const machine = memoryMachine();
    machine.clock.set(new Date('2026-10-25T00:29:50Z'));
    await runOn(machine);
    machine.data.write('a', 'apricot');
    machine.clock.set(new Date('2026-10-25T01:29:50Z'));
    const { finished } = await runOn(machine);
    expect(finished.snapshot).toBe('2026-10-25 02:30:01');
    expect(lookAtSnapshots(machine)).toEqual({
      '2026-10-25 02:30:00': { a: '644 apple', b: '644 banana' },
      '2026-10-25 02:30:01': { a: '644 apricot', b: '644 banana' },
    });
  });
});

describe('after a run that did not end well', () => {
  it.each([12, 20])(
    'such as one that rsync ended with %i, no snapshot is taken alone',
    async (exitCode) => {
      const machine = memoryMachine();
      await backedUp(machine);
      machine.data.write('a', 'apricot');
      machine.transfer.exitCode = exitCode;
      await runOn(machine);
      machine.journal.forget();
      const { error } = await runOn(machine, { actions: ONLY_SNAPSHOT });
      expect(error).toMatchObject({ code: 'latest-incomplete' });
      expect(machine.journal.deeds.filter((deed) => deed.startsWith('snapshot'))).toEqual([]);
      expect([...machine.destination.snapshots.keys()]).toEqual([FIRST]);
    },
  );

  it('the next whole run takes one', async () => {
    const machine = memoryMachine();
    machine.transfer.exitCode = 12;
    await runOn(machine);
    machine.transfer.exitCode = 0;
    const { error, finished } = await runOn(machine);
    expect(error).toBeNull();
    expect(finished.snapshot).not.toBeNull();
  });
});

describe('a run that changed nothing', () => {
  it('takes a snapshot all the same', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    await runOn(machine);
    expect(machine.destination.snapshots.size).toBe(2);
  });

  it('takes none with --skip-unchanged, and says that it looked', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    const { finished, phases } = await runOn(machine, { skipUnchanged: true });
    expect(finished).toMatchObject({
      outcome: 'complete',
      snapshot: null,
      changes: { created: 0, changed: 0, deleted: 0 },
    });
    expect(phases).not.toContain('snapshot');
    expect(phases).toContain('rotate');
    expect(machine.destination.runs.at(-1)).toMatchObject({ outcome: 'complete', snapshot: null });
  });

  it.each<[string, (machine: Machine) => Promise<void> | void]>([
    ['it is the first', () => undefined],
    [
      'the last snapshot was removed',
      async (machine) => {
        await backedUp(machine);
        machine.destination.snapshots.clear();
      },
    ],
    [
      'the run before changed something and took none',
      async (machine) => {
        await backedUp(machine);
        machine.data.write('a', 'apricot');
        await runOn(machine, { actions: ONLY_BACKUP });
      },
    ],
    [
      'the run before was cut off after rsync',
      async (machine) => {
        await backedUp(machine);
        machine.data.write('a', 'apricot');
        machine.journal.at('snapshot', () => {
          throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'rename' });
        });
        await runOn(machine);
        machine.journal.at('snapshot', () => undefined);
      },
    ],
    [
      'the records are lost',
      async (machine) => {
        await backedUp(machine);
        machine.destination.runs.length = 0;
      },
    ],
  ])('takes one even with --skip-unchanged where %s', async (_, before) => {
    const machine = memoryMachine();
    await before(machine);
    machine.clock.advance(3600);
    const { finished } = await runOn(machine, { skipUnchanged: true });
    const { snapshot } = finished;
    expect(lookAtSnapshots(machine)[snapshot ?? '']).toEqual(lookAtLatest(machine));
  });
});
