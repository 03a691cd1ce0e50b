import { describe, expect, it } from 'vitest';
import {
  backedUp,
  machineWithLockedDisk,
  memoryMachine,
  runOn,
  WITH_DISK,
  type Machine,
} from './memory-ports.js';

const HOLDER = { pid: 4711, program: 'bash', file: '/mnt/backup/notes.txt' };

/** It was pulled while somebody held a file, and is plugged in again. */
function machineWithStaleDisk(): Machine {
  const machine = memoryMachine();
  machine.disk.pullUnnoticed();
  machine.disk.plugIn();
  return machine;
}

describe('what a pulled disk left behind', () => {
  it('is cleared away, and the disk is unlocked anew', async () => {
    const machine = machineWithStaleDisk();
    machine.disk.busy.unmount = 1;
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(machine.journal.deeds.slice(0, 5)).toEqual([
      'unmount /mnt/backup',
      'detach-mount /mnt/backup',
      'lock backup',
      'unlock backup',
      'mount /mnt/backup',
    ]);
    expect(machine.disk).toMatchObject({ isMounted: false, isUnlocked: false });
  });

  it('is waited for a little', async () => {
    const machine = machineWithStaleDisk();
    machine.disk.busy.lock = 2;
    expect((await runOn(machine, WITH_DISK)).error).toBeNull();
  });

  it('is named with who holds it, where it does not go away', async () => {
    const machine = machineWithStaleDisk();
    Object.assign(machine.disk, { busy: { unmount: 0, lock: 99 }, holders: [HOLDER] });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      code: 'disk-stale',
      message:
        '“backup” was unplugged while it was in use, and what is left of it is still held: bash (process 4711) uses /mnt/backup/notes.txt.',
    });
    expect(machine.journal.deeds).not.toContain('unlock backup');
  });

  it('goes where the disk is not encrypted, too', async () => {
    const machine = machineWithStaleDisk();
    Object.assign(machine.disk, { isEncrypted: false, isUnlocked: false });
    machine.disk.isAlive = false;
    machine.ports.fileSystems.unmount = (mountPoint) => {
      machine.journal.begin('unmount', mountPoint);
      Object.assign(machine.disk, { isMounted: false, isAlive: true });
      return Promise.resolve('closed');
    };
    const { error } = await runOn(machine, { mountPoint: WITH_DISK.mountPoint });
    expect(error).toBeNull();
    expect(machine.journal.deeds.slice(0, 2)).toEqual(['unmount /mnt/backup', 'mount /mnt/backup']);
  });
});

describe('something else in the place of the disk', () => {
  it('is refused where another device is unlocked under its name, and stays', async () => {
    const machine = machineWithLockedDisk();
    Object.assign(machine.disk, { isUnlocked: true, unlockedFrom: '/dev/sdc1' });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      code: 'disk-occupied',
      message: '“backup” is unlocked already, but from another disk (/dev/sdc1 and not /dev/sdb1).',
    });
    expect(machine.journal.deeds).toEqual([]);
  });

  it('is refused where it turns out only after unlocking, and locked again', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.unlockedFrom = '/dev/sdc1';
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'disk-occupied' });
    expect(machine.journal.deeds).toEqual(['unlock backup', 'lock backup']);
  });

  it('is refused where another file system is mounted there, and stays', async () => {
    const machine = memoryMachine();
    machine.disk.mountedInstead = '/dev/sdd1';
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      code: 'mount-point-occupied',
      message:
        'At “/mnt/backup” something else is mounted (/dev/sdd1) than /etc/fstab says (/dev/mapper/backup).',
    });
    expect(machine.disk.isMounted).toBe(true);
  });

  it('is refused where files would go below the bare mount point, before any is written', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.isCovered = true;
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'not-mounted' });
    expect(machine.journal.deeds).not.toContain('create /mnt/backup/latest');
  });

  it('is noticed in the moment in which the destination was made', async () => {
    const machine = machineWithLockedDisk();
    machine.journal.at('hold', () => {
      machine.disk.isCovered = true;
    });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'not-mounted' });
    expect(machine.journal.deeds.some((deed) => deed.startsWith('copy'))).toBe(false);
  });
});

describe('the mount point', () => {
  it('that is missing is named with the command that makes it', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.hidden = null;
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      code: 'mount-point-missing',
      advice: 'Make it with “sudo mkdir -p /mnt/backup”.',
    });
    expect(machine.journal.deeds).toEqual(['unlock backup', 'lock backup']);
  });

  it('that has files of its own is warned of', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.hidden = ['latest', 'a\\#012b'];
    const { error, warnings, finished } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(warnings).toMatchObject([{ code: 'mount-point-not-empty' }]);
    expect(warnings[0]?.files).toHaveLength(2);
    expect(finished.outcome).toBe('warnings');
  });
});

describe('a file system that takes no writes', () => {
  it('is refused with the command that checks it, and put away', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.isReadOnly = true;
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'mounted-read-only' });
    expect(error?.advice).toContain('“sudo fsck /dev/mapper/backup”');
    expect(machine.disk).toMatchObject({ isMounted: false, isUnlocked: false });
  });

  it('is good enough for a rehearsal', async () => {
    const machine = machineWithLockedDisk();
    await backedUp(machine, WITH_DISK);
    machine.disk.isReadOnly = true;
    expect((await runOn(machine, { ...WITH_DISK, dryRun: true })).error).toBeNull();
  });

  it('is what is told when it gave up in the middle', async () => {
    const machine = machineWithLockedDisk();
    machine.transfer.exitCode = 23;
    machine.journal.at('copy', () => {
      machine.disk.isReadOnly = true;
      machine.destination.isAlive = false;
    });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'mounted-read-only' });
  });
});

describe('a disk that is in use at the end', () => {
  it('is waited for', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.busy = { unmount: 5, lock: 2 };
    const { error, finished, phases } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(finished.safeToUnplug).toBe(true);
    expect(phases.slice(-2)).toEqual(['unmount', 'lock']);
  });

  it('is waited for half a minute, then named with who uses it, and never detached', async () => {
    const machine = machineWithLockedDisk();
    Object.assign(machine.disk, { busy: { unmount: 99, lock: 0 }, holders: [HOLDER] });
    const { error, finished } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      name: 'FailedToMountError',
      code: 'failed-to-unmount',
      message:
        '“/mnt/backup” could not be unmounted: bash (process 4711) uses /mnt/backup/notes.txt.',
    });
    expect(finished).toMatchObject({
      outcome: 'failed',
      safeToUnplug: false,
      keptBy: ['/mnt/backup', '/dev/mapper/backup'],
    });
    expect(finished.seconds).toBeGreaterThan(30);
    expect(finished.seconds).toBeLessThan(60);
    expect(machine.journal.deeds).not.toContain('detach-mount /mnt/backup');
  });

  it('is put away although the run was cancelled', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.busy.unmount = 3;
    const stop = new AbortController();
    machine.journal.at('copy', () => {
      stop.abort();
    });
    const { finished } = await runOn(machine, WITH_DISK, stop.signal);
    expect(finished).toMatchObject({ outcome: 'cancelled', safeToUnplug: true });
  });
});

describe('whether the disk can be unplugged', () => {
  it('is not asked where the run had none', async () => {
    expect((await runOn(memoryMachine())).finished.safeToUnplug).toBeNull();
  });

  it('is denied while it is open as it was before', async () => {
    const { finished } = await runOn(memoryMachine(), WITH_DISK);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: false });
  });

  it('is denied while another partition of it is mounted', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.otherUses = ['/media/me/photos'];
    const { finished } = await runOn(machine, WITH_DISK);
    expect(finished).toMatchObject({ safeToUnplug: false, keptBy: ['/media/me/photos'] });
  });

  it('is told of failed runs too', async () => {
    const machine = machineWithLockedDisk();
    machine.transfer.exitCode = 12;
    const { finished } = await runOn(machine, WITH_DISK);
    expect(finished).toMatchObject({ outcome: 'failed', safeToUnplug: true });
  });
});
