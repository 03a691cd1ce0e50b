import { describe, expect, it } from 'vitest';
import { BackupError } from '../../main/shared/backup-error.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { backedUp, memoryMachine, runOn, type Machine } from './memory-ports.js';

const START = new Date(2026, 10, 21, 19, 36, 28).toISOString();
const ID = START.replace(/[-:]|\.000/g, '');

describe('the record of a run', () => {
  it('says what was done, with what, when and on which boot', async () => {
    const machine = memoryMachine();
    await runOn(machine);
    expect(machine.destination.runs).toEqual([
      {
        version: 1,
        id: ID,
        sequence: 1,
        start: START,
        end: new Date(2026, 10, 21, 19, 36, 39).toISOString(),
        utcOffsetMinutes: -new Date(START).getTimezoneOffset(),
        tool: '1.1.0',
        source: { path: '/data', device: '2049', inode: 'inode of /data', bindMounts: [] },
        boot: { bootId: 'boot-1', secondsSinceBoot: 4600 },
        backup: true,
        outcome: 'complete',
        snapshot: '2026-11-21 19:36:38',
        changes: { created: 2, changed: 0, deleted: 0, bytes: 11 },
        statistics: { 'Number of files': 2, 'Total transferred file size': 11 },
        checksum: 'xxh128',
        warnings: [],
        error: null,
      },
    ]);
  });

  it('is begun before anything changes and ended before the lock is released', async () => {
    const machine = memoryMachine();
    await runOn(machine);
    const { deeds } = machine.journal;
    const order = ['record begin', 'copy /data', 'record end', 'release /mnt/backup/latest'];
    expect(deeds.filter((deed) => order.includes(deed))).toEqual(order);
  });

  it('has no end while the run goes on, or when it was killed', async () => {
    const machine = memoryMachine();
    const seen: unknown[] = [];
    machine.journal.at('copy', () => seen.push({ ...machine.destination.runs[0] }));
    await runOn(machine);
    expect(seen).toMatchObject([{ id: ID, end: null, outcome: null, changes: null }]);
  });

  it.each([
    [
      'failed',
      { code: 'boom', message: 'Boom.' },
      new BackupError({ code: 'boom', title: 'Boom.' }),
    ],
    ['failed', { code: 'internal-error', message: 'a bug' }, new TypeError('a bug')],
  ])('says that it %s and why: %j', async (outcome, error, thrown) => {
    const machine = memoryMachine();
    machine.journal.at('copy', () => {
      throw thrown;
    });
    await runOn(machine).catch(() => undefined);
    expect(machine.destination.runs).toMatchObject([{ outcome, error, changes: null }]);
    expect(machine.destination.runs[0]?.end).not.toBeNull();
  });

  it('says the same of a full disk as the run does', async () => {
    const machine = memoryMachine();
    machine.journal.at('snapshot', () => {
      throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'open' });
    });
    const { error } = await runOn(machine);
    expect(error?.code).toBe('disk-full');
    expect(machine.destination.runs).toMatchObject([{ error: { code: 'disk-full' } }]);
  });

  it('says that it was cancelled', async () => {
    const machine = memoryMachine();
    const stop = new AbortController();
    machine.journal.at('copy', () => {
      stop.abort();
    });
    await runOn(machine, {}, stop.signal);
    expect(machine.destination.runs).toMatchObject([{ outcome: 'cancelled', snapshot: null }]);
  });

  it('keeps the warnings', async () => {
    const machine = memoryMachine();
    machine.transfer.exitCode = 23;
    const { warnings } = await runOn(machine);
    const [record] = machine.destination.runs;
    expect(record?.outcome).toBe('warnings');
    expect(record?.warnings.map(({ message }) => message)).toEqual(
      warnings.map(({ message }) => message),
    );
  });

  it('has an id of its own where two runs begin in one second', async () => {
    const machine = memoryMachine();
    const again = machine.clock.now();
    await runOn(machine);
    machine.clock.set(again);
    await runOn(machine);
    machine.clock.set(again);
    await runOn(machine);
    expect(machine.destination.runs.map(({ id }) => id)).toEqual([ID, `${ID}-2`, `${ID}-3`]);
  });

  it('says that rsync was no part of it', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    await runOn(machine, { actions: { backup: false, snapshot: false, rotate: true } });
    expect(machine.destination.runs.at(-1)).toMatchObject({
      backup: false,
      changes: null,
      source: { path: '/data', device: '', inode: '' },
    });
  });
});

describe('the record of a snapshot', () => {
  it('says which run took it, and what that had changed', async () => {
    const machine = memoryMachine();
    await runOn(machine);
    expect([...machine.destination.records.values()]).toEqual([
      {
        version: 1,
        name: '2026-11-21 19:36:38',
        run: ID,
        complete: true,
        changes: { created: 2, changed: 0, deleted: 0, bytes: 11 },
        pinned: false,
        note: '',
      },
    ]);
  });

  it.each<[string, (machine: Machine) => void, boolean]>([
    ['files could not be read', ({ transfer }) => Object.assign(transfer, { exitCode: 23 }), false],
    [
      'files vanished',
      ({ transfer }) =>
        Object.assign(transfer, { exitCode: 24, complaints: ['file has vanished: "/data/a"'] }),
      true,
    ],
  ])('where %s', async (_, arrange, complete) => {
    const machine = memoryMachine();
    arrange(machine);
    await runOn(machine);
    expect([...machine.destination.records.values()]).toMatchObject([{ complete }]);
  });
});

describe('a run that fails after its snapshot', () => {
  it('still tells and records the snapshot, and what had changed', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.clock.advance(60);
    machine.journal.at('remove', () => {
      throw new BackupError({ code: 'boom', title: 'Boom.' });
    });
    const scheme = { minutely: 1 };
    const rotation = { ...DEFAULT_ROTATION_POLICY, scheme, preferRecent: true };
    const { finished } = await runOn(machine, { rotation });
    expect(finished).toMatchObject({ outcome: 'failed', changes: { created: 0 } });
    expect(finished.snapshot).not.toBeNull();
    expect(machine.destination.runs.at(-1)).toMatchObject({
      sequence: 2,
      outcome: 'failed',
      snapshot: finished.snapshot,
    });
  });
});

describe('a catalog that takes no records', () => {
  it('does not fail the run, which warns once', async () => {
    const machine = memoryMachine();
    machine.destination.takesRecords = false;
    const { error, warnings, finished } = await runOn(machine);
    expect(error).toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(['catalog-not-written']);
    expect(finished).toMatchObject({ outcome: 'complete', snapshot: '2026-11-21 19:36:38' });
  });
});
