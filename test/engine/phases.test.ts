import { describe, expect, it } from 'vitest';
import { TOOL_VERSION } from '../../main/shared/tool-version.js';
import {
  backedUp,
  LATEST,
  lookAtLatest,
  lookAtSnapshots,
  machineWithLockedDisk,
  memoryMachine,
  runOn,
  WITH_DISK,
} from './memory-ports.js';

describe('a run', () => {
  it('unlocks, mounts, copies, takes a snapshot, rotates, unmounts and locks', async () => {
    const machine = machineWithLockedDisk();
    const { phases, error } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(phases).toEqual([
      ...['check', 'unlock', 'mount', 'prepare', 'rsync', 'snapshot', 'rotate'],
      ...['unmount', 'lock'],
    ]);
    expect(machine.journal.deeds).toEqual([
      'unlock backup',
      'mount /mnt/backup',
      'create /mnt/backup/latest',
      'hold /mnt/backup/latest',
      'sweep /mnt/backup/latest',
      'mark latest',
      'record begin',
      'copy /data',
      'snapshot 2026-11-21 19:36:38',
      'record end',
      'release /mnt/backup/latest',
      'unmount /mnt/backup',
      'lock backup',
    ]);
  });

  it('makes latest and a snapshot equal to the source', async () => {
    const machine = memoryMachine();
    await runOn(machine);
    const files = { a: '644 apple', b: '644 banana' };
    expect(lookAtLatest(machine)).toEqual(files);
    expect(lookAtSnapshots(machine)).toEqual({ '2026-11-21 19:36:38': files });
  });

  it('looks for changed attributes once there is a snapshot', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    const { phases } = await runOn(machine);
    expect(phases).toEqual(['check', 'prepare', 'detach', 'rsync', 'snapshot', 'rotate']);
  });

  it.each([
    [{ backup: true, snapshot: false, rotate: false }, ['check', 'prepare', 'detach', 'rsync']],
    [{ backup: false, snapshot: true, rotate: false }, ['check', 'prepare', 'snapshot']],
    [{ backup: false, snapshot: false, rotate: true }, ['check', 'prepare', 'rotate']],
    [{ backup: false, snapshot: true, rotate: true }, ['check', 'prepare', 'snapshot', 'rotate']],
  ])('with the actions %j enters %j', async (actions, expected) => {
    const machine = memoryMachine();
    await backedUp(machine);
    const { phases, error } = await runOn(machine, { actions });
    expect(error).toBeNull();
    expect(phases).toEqual(expected);
  });

  it('has everything on the disk before it ends, where no snapshot saw to that', async () => {
    const machine = memoryMachine();
    await runOn(machine, { actions: { backup: true, snapshot: false, rotate: false } });
    const { deeds } = machine.journal;
    expect(deeds.slice(deeds.indexOf('copy /data'))).toEqual([
      'copy /data',
      'flush /mnt/backup/latest',
      'record end',
      'release /mnt/backup/latest',
    ]);
  });

  it('needs no source to rotate or to take a snapshot', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    const actions = { backup: false, snapshot: true, rotate: true };
    const { error } = await runOn(machine, { actions, source: '/gone' });
    expect(error).toBeNull();
  });

  it('tells its start first and its end last', async () => {
    const machine = memoryMachine();
    const { events } = await runOn(machine);
    expect(events.at(0)).toEqual({
      event: 'start',
      version: 1,
      tool: TOOL_VERSION,
      source: '/data',
      destination: LATEST,
      dryRun: false,
    });
    expect(events.at(-1)).toEqual({
      event: 'finished',
      outcome: 'complete',
      seconds: 11,
      snapshot: '2026-11-21 19:36:38',
      changes: { created: 2, changed: 0, deleted: 0, bytes: 11 },
      destinationId: 'id-1',
      safeToUnplug: null,
    });
  });

  it('tells its end last after a failure and after a cancel too', async () => {
    const failed = await runOn(memoryMachine(), { source: '/gone' });
    expect(failed.events.slice(-2)).toMatchObject([
      { event: 'error', code: 'source-missing' },
      { event: 'finished', outcome: 'failed', snapshot: null },
    ]);
    const cancelled = await runOn(memoryMachine(), {}, AbortSignal.abort());
    expect(cancelled.events.map(({ event }) => event)).toEqual(['start', 'finished']);
    expect(cancelled.finished.outcome).toBe('cancelled');
  });

  it('throws what nobody expected, but only after the disk was put away', async () => {
    const machine = machineWithLockedDisk();
    machine.journal.at('copy', () => {
      throw new TypeError('a bug');
    });
    await expect(runOn(machine, WITH_DISK)).rejects.toThrow('a bug');
    expect(machine.disk).toMatchObject({ isMounted: false, isUnlocked: false });
    expect(machine.destination.isHeld).toBe(false);
  });

  it('tells what the system refused', async () => {
    const machine = memoryMachine();
    machine.journal.at('create', () => {
      const refused = new Error('EIO: i/o error, mkdir');
      throw Object.assign(refused, { code: 'EIO', syscall: 'mkdir' });
    });
    const { error } = await runOn(machine);
    expect(error).toMatchObject({
      code: 'system-error',
      message: 'The system refused: EIO: i/o error, mkdir.',
    });
  });
});

describe('on another system than Linux, a run', () => {
  it('is refused', async () => {
    const machine = memoryMachine();
    machine.kernel = 'Darwin';
    const { error } = await runOn(machine);
    expect(error).toMatchObject({ name: 'UnsupportedPlatformError', code: 'unsupported-platform' });
    expect(machine.journal.deeds).toEqual([]);
  });

  it('is tried with force, with a warning', async () => {
    const machine = memoryMachine();
    machine.kernel = 'Darwin';
    const { finished, warnings } = await runOn(machine, { force: true });
    expect(finished.outcome).toBe('complete');
    expect(warnings.map(({ code }) => code)).toEqual(['unsupported-platform']);
  });
});
