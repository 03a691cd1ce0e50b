import { describe, expect, it } from 'vitest';
import { BackupError } from '../../main/shared/backup-error.js';
import type { Operation } from './memory-journal.js';
import {
  backedUp,
  lookAtSnapshots,
  machineWithLockedDisk,
  runOn,
  WITH_DISK,
  type Machine,
} from './memory-ports.js';

/** Every operation of a later run from unlocking on. */
const PHASES: readonly Operation[] = [
  ...(['unlock', 'mount', 'inspect', 'create', 'hold', 'sweep', 'record', 'measure'] as const),
  ...(['find', 'compare', 'detach', 'copy', 'snapshot', 'remove'] as const),
];

/** Locked, with a snapshot, one that rotation removes, and a file whose mode has changed since. */
async function machineWithHistory(): Promise<Machine> {
  const machine = machineWithLockedDisk();
  await backedUp(machine, WITH_DISK);
  machine.destination.snapshots.set('2020-01-01 00:00:00', new Map());
  machine.destination.snapshots.set('2020-01-02 00:00:00', new Map());
  machine.data.chmod('a', 0o600);
  return machine;
}

const EIO = Object.assign(new Error('EIO: i/o error, mkdir'), { code: 'EIO', syscall: 'mkdir' });

describe('a disk that is pulled', () => {
  it.each(PHASES)(
    'during “%s” ends the run, which says so and takes everything down',
    async (operation) => {
      const machine = await machineWithHistory();
      machine.disk.busy.unmount = 1;
      machine.journal.at(operation, () => {
        machine.disk.pull();
      });
      const { error, finished } = await runOn(machine, WITH_DISK);
      expect(error).toMatchObject({
        code: 'disk-gone',
        message: 'The disk “backup” was unplugged or lost its connection during the backup.',
      });
      expect(finished).toMatchObject({ outcome: 'failed', safeToUnplug: null });
      expect(machine.disk).toMatchObject({ isMounted: false, isUnlocked: false });
      expect(lookAtSnapshots(machine)).toHaveProperty('2026-11-21 19:36:38');
      machine.journal.at(operation, () => undefined);
      machine.disk.plugIn();
      expect((await runOn(machine, WITH_DISK)).error).toBeNull();
    },
  );

  it.each<Operation>(['inspect', 'create', 'record', 'copy', 'snapshot'])(
    'is the reason that is told when “%s” fails before anybody has noticed',
    async (operation) => {
      const machine = await machineWithHistory();
      machine.journal.at(operation, () => {
        machine.disk.pullUnnoticed();
        throw EIO;
      });
      const { error } = await runOn(machine, WITH_DISK);
      expect(error).toMatchObject({ code: 'disk-gone' });
      expect(error?.detail).toContain('EIO');
    },
  );

  it('is recognized where the kernel takes the device away only after the first errors', async () => {
    const machine = await machineWithHistory();
    machine.journal.at('create', () => {
      throw EIO;
    });
    machine.journal.at('wait', () => {
      machine.disk.pullUnnoticed();
    });
    expect((await runOn(machine, WITH_DISK)).error).toMatchObject({ code: 'disk-gone' });
  });

  it('is recognized behind an exit value of rsync that says something else', async () => {
    const machine = await machineWithHistory();
    machine.transfer.exitCode = 23;
    machine.transfer.meanwhile = () => {
      machine.disk.pullUnnoticed();
      machine.destination.isAlive = false;
    };
    const { error, warnings } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'disk-gone' });
    expect(warnings.map(({ code }) => code)).not.toContain('files-unreadable');
  });

  it('is not blamed for what has nothing to do with it', async () => {
    const machine = await machineWithHistory();
    machine.journal.at('create', () => {
      throw EIO;
    });
    expect((await runOn(machine, WITH_DISK)).error).toMatchObject({ code: 'system-error' });
  });

  it('is detached and not waited for, for nothing can be written any more', async () => {
    const machine = await machineWithHistory();
    machine.disk.busy.unmount = 99;
    machine.journal.at('copy', () => {
      machine.disk.pull();
    });
    const { finished } = await runOn(machine, WITH_DISK);
    expect(machine.journal.deeds.slice(-3)).toEqual([
      'unmount /mnt/backup',
      'detach-mount /mnt/backup',
      'lock backup',
    ]);
    expect(finished.seconds).toBeLessThan(5);
  });

  it('is warned of, not failed for, where it still cannot be taken down', async () => {
    const machine = await machineWithHistory();
    machine.disk.busy.lock = 99;
    machine.journal.at('copy', () => {
      machine.disk.pull();
    });
    const { error, warnings } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'disk-gone' });
    expect(warnings.map(({ code }) => code)).toContain('left-open');
  });

  it.each<Operation>(['unmount', 'lock'])(
    'during “%s” has the whole backup on it already: the run is complete, with a warning',
    async (operation) => {
      const machine = await machineWithHistory();
      machine.journal.at(operation, () => {
        machine.disk.pull();
      });
      const { error, finished, warnings } = await runOn(machine, WITH_DISK);
      expect(error).toBeNull();
      expect(finished.outcome).toBe('warnings');
      expect(warnings[0]?.message).toContain('was unplugged before it was put away');
      expect(machine.disk).toMatchObject({ isMounted: false, isUnlocked: false });
    },
  );

  it('is told of at once, and once, though what is running takes its time to end', async () => {
    const machine = await machineWithHistory();
    machine.journal.at('copy', () => {
      machine.disk.pull();
      machine.clock.advance(10);
    });
    const { events } = await runOn(machine, WITH_DISK);
    const names = events.map(({ event }) => event);
    expect(names.filter((name) => name === 'error')).toHaveLength(1);
    const phases = events.map((event) => (event.event === 'phase' ? event.phase : event.event));
    expect(phases.indexOf('error')).toBe(phases.indexOf('rsync') + 1);
  });

  it('is no longer watched after the run', async () => {
    const machine = await machineWithHistory();
    await runOn(machine, WITH_DISK);
    expect(machine.disk.watchers.size).toBe(0);
  });

  it('does not turn a request to stop into its own failure', async () => {
    const machine = await machineWithHistory();
    const stop = new AbortController();
    machine.journal.at('copy', () => {
      stop.abort();
      throw new BackupError({ code: 'command-killed', title: 'It was ended.' });
    });
    const { error } = await runOn(machine, WITH_DISK, stop.signal);
    expect(error?.code).toBe('command-killed');
  });
});
