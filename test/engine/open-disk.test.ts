import { describe, expect, it } from 'vitest';
import { BackupError } from '../../main/shared/backup-error.js';
import type { Operation } from './memory-journal.js';
import {
  backedUp,
  lookAtSnapshots,
  machineWithLockedDisk,
  memoryMachine,
  runOn,
  WITH_DISK,
  type Machine,
} from './memory-ports.js';

const BOOM = new BackupError({ code: 'boom', title: 'Boom.' });

const OLD_SNAPSHOT = { '2026-11-21 19:36:38': { a: '644 apple', b: '644 banana' } };

/** Every operation of a later run between unlocking and unmounting, in their order. */
const WORK: readonly Operation[] = [
  ...(['inspect', 'create', 'hold', 'sweep', 'record', 'measure', 'find', 'compare'] as const),
  ...(['detach', 'copy', 'snapshot', 'remove'] as const),
];

/** Of these, the ones that listen to a request to stop while they go on. */
const CANCELLABLE: readonly Operation[] = [
  ...(['sweep', 'find', 'compare', 'detach', 'copy', 'snapshot', 'remove'] as const),
];

describe('what a run unlocked and mounted', () => {
  it('is unmounted and locked again', async () => {
    const machine = machineWithLockedDisk();
    const { phases } = await runOn(machine, WITH_DISK);
    expect(disksDeeds(machine)).toEqual([
      'unlock backup',
      'mount /mnt/backup',
      'unmount /mnt/backup',
      'lock backup',
    ]);
    expect(phases.slice(-2)).toEqual(['unmount', 'lock']);
  });

  it.each([
    ['unlocked', { isUnlocked: true }, ['mount /mnt/backup', 'unmount /mnt/backup']],
    ['unlocked and mounted', { isUnlocked: true, isMounted: true }, []],
  ])('is all that it puts away: a disk that was %s stays so', async (_, before, deeds) => {
    const machine = machineWithLockedDisk();
    Object.assign(machine.disk, before);
    const { error, phases } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(disksDeeds(machine)).toEqual(deeds);
    expect(machine.disk).toMatchObject(before);
    expect(phases).not.toContain('lock');
  });

  it('is not touched where the run was told of no disk', async () => {
    const machine = memoryMachine();
    await runOn(machine);
    expect(disksDeeds(machine)).toEqual([]);
  });

  it.each(WORK)('is put away when “%s” fails', async (operation) => {
    const machine = await machineWithHistory();
    failAt(machine, operation);
    const { error, events } = await runOn(machine, WITH_DISK);
    expect(error).toBe(BOOM);
    expect(events.at(-1)).toMatchObject({ event: 'finished', outcome: 'failed' });
    expectPutAway(machine);
    expect(lookAtSnapshots(machine)).toMatchObject(OLD_SNAPSHOT);
  });

  it('is put away when the disk does not take everything in the end', async () => {
    const machine = await machineWithHistory();
    failAt(machine, 'flush');
    const actions = { backup: true, snapshot: false, rotate: false };
    const { error } = await runOn(machine, { ...WITH_DISK, actions });
    expect(error).toBe(BOOM);
    expectPutAway(machine);
  });

  it.each<Operation>(['probe', 'mark'])('is put away when “%s” fails', async (operation) => {
    const machine = machineWithLockedDisk();
    failAt(machine, operation);
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toBe(BOOM);
    expectPutAway(machine);
  });

  it.each(CANCELLABLE)('is put away when “%s” is cancelled', async (operation) => {
    const machine = await machineWithHistory();
    const { finished, events } = await cancelAt(machine, operation);
    expect(finished.outcome).toBe('cancelled');
    expect(events.map(({ event }) => event)).not.toContain('error');
    expectPutAway(machine);
    expect(lookAtSnapshots(machine)).toMatchObject(OLD_SNAPSHOT);
  });

  it.each<Operation>(['inspect', 'create', 'hold', 'measure'])(
    'is put away when the request to stop comes during “%s”, which cannot be stopped',
    async (operation) => {
      const machine = await machineWithHistory();
      const { finished } = await cancelAt(machine, operation);
      expect(finished.outcome).toBe('cancelled');
      expect(machine.journal.deeds).not.toContain('copy /data');
      expectPutAway(machine);
    },
  );

  it.each<Operation>(['unmount', 'lock'])(
    'is put away when the request to stop comes during “%s”; the run is complete then',
    async (operation) => {
      const machine = await machineWithHistory();
      const { finished } = await cancelAt(machine, operation);
      expect(finished.outcome).toBe('complete');
      expectPutAway(machine);
    },
  );

  it('is put away when the request to stop came while it was unlocked', async () => {
    const machine = machineWithLockedDisk();
    const stop = new AbortController();
    machine.journal.at('unlock', () => {
      machine.disk.isUnlocked = true;
      stop.abort();
    });
    const { finished } = await runOn(machine, WITH_DISK, stop.signal);
    expect(finished.outcome).toBe('cancelled');
    expect(machine.journal.deeds).toEqual(['lock backup']);
  });

  it('is put away when the request to stop came while it was mounted', async () => {
    const machine = machineWithLockedDisk();
    const stop = new AbortController();
    machine.journal.at('mount', () => {
      machine.disk.isMounted = true;
      stop.abort();
    });
    const { finished } = await runOn(machine, WITH_DISK, stop.signal);
    expect(finished.outcome).toBe('cancelled');
    expect(machine.journal.deeds).toEqual(['unlock backup', 'unmount /mnt/backup', 'lock backup']);
  });

  it('is locked again when mounting fails', async () => {
    const machine = machineWithLockedDisk();
    failAt(machine, 'mount');
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toBe(BOOM);
    expect(machine.journal.deeds).toEqual(['unlock backup', 'lock backup']);
  });

  it('is left alone where somebody else has put it away meanwhile', async () => {
    const machine = machineWithLockedDisk();
    machine.journal.at('release', () => {
      Object.assign(machine.disk, { isMounted: false, isUnlocked: false });
    });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(disksDeeds(machine)).toEqual(['unlock backup', 'mount /mnt/backup']);
  });
});

describe('a failure to put the disk away', () => {
  it('is the run’s error where nothing else failed', async () => {
    const machine = machineWithLockedDisk();
    failAt(machine, 'lock');
    const { error, finished } = await runOn(machine, WITH_DISK);
    expect(error).toBe(BOOM);
    expect(finished.outcome).toBe('failed');
  });

  it.each([
    ['a failure', BOOM, 'boom'],
    [
      'an error of the system',
      Object.assign(new Error('EIO'), { syscall: 'lstat' }),
      'system-error',
    ],
  ])('does not keep the next thing from being tried: %s', async (_, thrown, code) => {
    const machine = machineWithLockedDisk();
    machine.journal.at('unmount', () => {
      machine.disk.isMounted = false;
      throw thrown;
    });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code });
    expect(machine.disk.isUnlocked).toBe(false);
  });

  it('does not hide what went wrong in the work, and is warned of once for each thing', async () => {
    const machine = machineWithLockedDisk();
    failAt(machine, 'unmount');
    machine.journal.at('copy', () => {
      throw new BackupError({ code: 'first', title: 'First.' });
    });
    const { error, warnings } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'first' });
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      ['left-open', 'Boom.'],
      [
        'left-open',
        'The encrypted disk “backup” could not be locked: it is mounted at /mnt/backup.',
      ],
    ]);
  });

  it('does not turn a cancelled run into a failed one', async () => {
    const machine = machineWithLockedDisk();
    failAt(machine, 'unmount');
    const { finished, warnings } = await cancelAt(machine, 'copy');
    expect(finished.outcome).toBe('cancelled');
    expect(warnings.map(({ code }) => code)).toContain('left-open');
  });
});

describe('the disk', () => {
  it('that is not connected makes a run skip, before anything happens', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.isConnected = false;
    const { error, finished, phases } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      name: 'MissingBackupDiskError',
      code: 'disk-missing',
      message: 'The disk “backup” (UUID=0b6a) is not connected.',
    });
    expect(finished.outcome).toBe('skipped');
    expect(phases).toEqual(['check']);
    expect(machine.journal.deeds).toEqual([]);
  });

  it('that is unlocked counts as connected, whatever its source is called by now', async () => {
    const machine = memoryMachine();
    machine.disk.isConnected = false;
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
  });

  it('that crypttab does not know is refused', async () => {
    const machine = machineWithLockedDisk();
    const { error } = await runOn(machine, { ...WITH_DISK, cryptoName: 'bakcup' });
    expect(error).toMatchObject({ name: 'FailedToUnlockError', code: 'disk-not-configured' });
    expect(machine.journal.deeds).toEqual([]);
  });

  it('that stays locked without an error is noticed', async () => {
    const machine = machineWithLockedDisk();
    machine.ports.disks.unlock = () => Promise.resolve();
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ name: 'FailedToUnlockError', code: 'failed-to-unlock' });
    expect(machine.journal.deeds).toEqual([]);
  });

  it('that stays unmounted without an error is noticed, and locked again', async () => {
    const machine = machineWithLockedDisk();
    machine.ports.fileSystems.mount = () => Promise.resolve();
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ name: 'FailedToMountError', code: 'failed-to-mount' });
    expect(machine.journal.deeds).toEqual(['unlock backup', 'lock backup']);
  });
});

/** Locked, with a snapshot of an hour ago, one that rotation removes, and a file whose mode has changed since. */
async function machineWithHistory(): Promise<Machine> {
  const machine = machineWithLockedDisk();
  await backedUp(machine, WITH_DISK);
  machine.destination.snapshots.set('2020-01-01 00:00:00', new Map());
  machine.destination.snapshots.set('2020-01-02 00:00:00', new Map());
  machine.data.chmod('a', 0o600);
  return machine;
}

function failAt(machine: Machine, operation: Operation): void {
  machine.journal.at(operation, () => {
    throw BOOM;
  });
}

function cancelAt(machine: Machine, operation: Operation) {
  const stop = new AbortController();
  machine.journal.at(operation, () => {
    stop.abort();
  });
  return runOn(machine, WITH_DISK, stop.signal);
}

function disksDeeds({ journal }: Machine): readonly string[] {
  return journal.deeds.filter((deed) => /^(un)?(lock|mount) /.test(deed));
}

function expectPutAway({ disk, destination, journal }: Machine): void {
  expect(disk).toMatchObject({ isMounted: false, isUnlocked: false });
  expect(destination.isHeld).toBe(false);
  expect(journal.deeds.slice(-2)).toEqual(['unmount /mnt/backup', 'lock backup']);
}
