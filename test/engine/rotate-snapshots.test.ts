import { describe, expect, it } from 'vitest';
import type { RotationPolicy } from '../../main/shared/rotation-policy.js';
import type { SnapshotRecord } from '../../main/shared/run-record.js';
import { backedUp, memoryMachine, runOn, type Machine } from './memory-ports.js';

const TWO_DAYS: RotationPolicy = {
  scheme: { daily: 2 },
  strict: true,
  preferRecent: false,
  keepNewest: true,
};

const ONLY_ROTATION = {
  actions: { backup: false, snapshot: false, rotate: true },
  rotation: TWO_DAYS,
} as const;

describe('rotation', () => {
  it('removes what its plan says, oldest first, and nothing else', async () => {
    const machine = await machineWith(
      ...['2026-11-18 08:00:00', '2026-11-19 08:00:00', '2026-11-20 08:00:00'],
      ...['2026-11-20 20:00:00', '2026-11-21 08:00:00'],
    );
    const { events } = await runOn(machine, ONLY_ROTATION);
    const plan = events.find((event) => event.event === 'rotation');
    expect(plan?.remove.map(({ name }) => `remove ${name}`)).toEqual(removals(machine));
    expect(plan?.keep.map(({ name }) => name)).toEqual(names(machine));
    const removed = events.filter((event) => event.event === 'removed');
    expect(removed.map(({ name }) => `remove ${name}`)).toEqual(removals(machine));
    expect(names(machine)).toEqual(['2026-11-20 08:00:00', '2026-11-21 08:00:00']);
    expect(removals(machine)).toEqual([
      'remove 2026-11-18 08:00:00',
      'remove 2026-11-19 08:00:00',
      'remove 2026-11-20 20:00:00',
    ]);
  });

  it('tells its plan before it removes anything', async () => {
    const machine = await machineWith('2026-11-18', '2026-11-21');
    machine.journal.at('remove', () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'rename' });
    });
    const { events, error } = await runOn(machine, ONLY_ROTATION);
    expect(error).toMatchObject({ code: 'system-error' });
    expect(events.map(({ event }) => event)).toContain('rotation');
  });

  it('ends between two snapshots when it is cancelled', async () => {
    const machine = await machineWith('2026-11-17', '2026-11-18', '2026-11-19', '2026-11-21');
    const stop = new AbortController();
    machine.journal.at('remove', (name) => {
      if (name === '2026-11-18') stop.abort();
    });
    const { finished } = await runOn(machine, ONLY_ROTATION, stop.signal);
    expect(finished.outcome).toBe('cancelled');
    expect(names(machine)).toEqual(['2026-11-18', '2026-11-19', '2026-11-21']);
  });

  it('keeps what is pinned', async () => {
    const machine = await machineWith('2026-11-18', '2026-11-21');
    remember(machine, '2026-11-18', { pinned: true });
    await runOn(machine, ONLY_ROTATION);
    expect(names(machine)).toEqual(['2026-11-18', '2026-11-21']);
  });

  it('keeps the newest complete snapshot', async () => {
    const machine = await machineWith('2026-11-20 08:00', '2026-11-20 09:00', '2026-11-20 10:00');
    remember(machine, '2026-11-20 10:00', { complete: false });
    await runOn(machine, ONLY_ROTATION);
    expect(names(machine)).toEqual(['2026-11-20 08:00', '2026-11-20 09:00']);
  });

  it('leaves alone what the lists of rotate-backups.ini say', async () => {
    const machine = await machineWith('2026-11-17', '2026-11-18', '2026-11-21');
    const rotationLists = { excludeList: ['*-17'], includeList: [] };
    await runOn(machine, { ...ONLY_ROTATION, rotationLists });
    expect(names(machine)).toEqual(['2026-11-17', '2026-11-21']);
  });

  it('leaves alone what is not named by a date', async () => {
    const machine = await machineWith('2026-11-21', 'photos 2019-07-01');
    await runOn(machine, ONLY_ROTATION);
    expect(names(machine)).toContain('photos 2019-07-01');
  });

  it('counts the snapshot just taken', async () => {
    const machine = await machineWith('2026-11-19 08:00:00', '2026-11-20 08:00:00');
    await runOn(machine, { rotation: TWO_DAYS });
    expect(names(machine)).toEqual(['2026-11-20 08:00:00', '2026-11-21 20:36:49']);
  });
});

describe('a dry run', () => {
  it.each<[string, readonly string[]]>([
    ['without snapshots', []],
    [
      'where the snapshot to come pushes others out',
      ['2026-11-19 08:00:00', '2026-11-20 08:00:00'],
    ],
    ['where the snapshot to come is not kept for its day', ['2026-11-21 08:00:00']],
  ])('makes the plan of the real run %s', async (_, before) => {
    const planOf = async (dryRun: boolean) => {
      const machine = memoryMachine();
      for (const name of before) machine.destination.snapshots.set(name, new Map());
      // A real rsync takes ten seconds in this machine, a rehearsal none.
      if (dryRun) machine.clock.advance(10);
      const { events } = await runOn(machine, { dryRun, rotation: TWO_DAYS });
      return events.find((event) => event.event === 'rotation');
    };
    expect(await planOf(true)).toEqual(await planOf(false));
  });

  it('makes the plan of the real run where nothing changed and that takes no snapshot', async () => {
    const planOf = async (dryRun: boolean) => {
      const machine = memoryMachine();
      await backedUp(machine);
      machine.destination.snapshots.set('2026-11-19 08:00:00', new Map());
      const description = { skipUnchanged: true, rotation: TWO_DAYS, dryRun };
      const { events } = await runOn(machine, description);
      return events.find((event) => event.event === 'rotation');
    };
    expect(await planOf(true)).toEqual(await planOf(false));
  });

  it('writes nothing, not even a record', async () => {
    const machine = await machineWith('2026-11-18', '2026-11-19');
    machine.data.write('a', 'apricot');
    machine.data.chmod('b', 0o600);
    const before = structuredClone(machine.destination);
    const { error, events } = await runOn(machine, { dryRun: true, rotation: TWO_DAYS });
    expect(error).toBeNull();
    expect(machine.journal.deeds).toEqual([]);
    expect(machine.destination).toEqual(before);
    expect(events.map(({ event }) => event)).toContain('rotation');
  });

  it('writes nothing where nothing is there yet', async () => {
    const machine = memoryMachine();
    const { error } = await runOn(machine, { dryRun: true });
    expect(error).toBeNull();
    expect(machine.journal.deeds).toEqual([]);
    expect(machine.destination.latest).toBeNull();
  });

  it('tells every change, and the snapshot to come', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.data.write('a', 'apricot');
    machine.data.remove('b');
    machine.data.write('c', 'cherry');
    const { events, finished } = await runOn(machine, { dryRun: true });
    expect(events.filter(({ event }) => event === 'change')).toEqual([
      { event: 'change', action: 'change', name: 'a', size: 7 },
      { event: 'change', action: 'delete', name: 'b', size: 0 },
      { event: 'change', action: 'create', name: 'c', size: 6 },
    ]);
    expect(events).toContainEqual({
      event: 'snapshot',
      name: '2026-11-21 20:36:39',
      path: '/mnt/backup/2026-11-21 20:36:39',
      method: 'hard-links',
    });
    expect(finished.changes).toEqual({ created: 1, changed: 1, deleted: 1, bytes: 13 });
  });

  it('needs nobody’s lock', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.destination.isHeld = true;
    expect((await runOn(machine, { dryRun: true })).error).toBeNull();
  });

  it('refuses what the real run refuses', async () => {
    const machine = memoryMachine();
    const { error } = await runOn(machine, { dryRun: true, destination: '/data/latest' });
    expect(error).toMatchObject({ code: 'destination-inside-source' });
  });
});

/** With these snapshots beside the one of a first run, which is removed again. */
async function machineWith(...snapshots: readonly string[]): Promise<Machine> {
  const machine = memoryMachine();
  await backedUp(machine);
  machine.destination.snapshots.clear();
  machine.destination.records.clear();
  for (const name of snapshots) machine.destination.snapshots.set(name, new Map());
  return machine;
}

function remember({ destination }: Machine, name: string, facts: Partial<SnapshotRecord>): void {
  const record: SnapshotRecord = {
    version: 1,
    name,
    run: null,
    complete: true,
    changes: null,
    pinned: false,
    note: '',
  };
  destination.records.set(name, { ...record, ...facts });
}

function names({ destination }: Machine): readonly string[] {
  return [...destination.snapshots.keys()].sort();
}

function removals({ journal }: Machine): readonly string[] {
  return journal.deeds.filter((deed) => deed.startsWith('remove '));
}
