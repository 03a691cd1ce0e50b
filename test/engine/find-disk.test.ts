import { describe, expect, it } from 'vitest';
import { partition } from './memory-disk.js';
import { machineWithLockedDisk, runOn, WITH_DISK, type Machine } from './memory-ports.js';

const MOUNT_ONLY = { mountPoint: WITH_DISK.mountPoint } as const;

/** The same without encryption. */
function machineWithPlainDisk(): Machine {
  const machine = machineWithLockedDisk();
  machine.disk.isEncrypted = false;
  return machine;
}

describe('the disk that is meant', () => {
  it('is refused where two could be, with both named', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.twins.push({ ...partition('/dev/sdc1', 'B2'), model: null });
    const { error, finished } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      code: 'disk-ambiguous',
      message:
        '2 connected disks are called “UUID=0b6a”, and only one can be “backup”: Elements (serial A1, /dev/sdb1) and a disk (serial B2, /dev/sdc1).',
    });
    expect(finished.outcome).toBe('failed');
    expect(machine.journal.deeds).toEqual([]);
  });

  it('may be several of one btrfs, which have one UUID', async () => {
    const machine = machineWithPlainDisk();
    const btrfs = { content: 'btrfs' } as const;
    machine.ports.devices.list = () =>
      Promise.resolve([
        { ...partition('/dev/sdb1', 'A1'), ...btrfs },
        { ...partition('/dev/sdc1', 'B2'), ...btrfs },
      ]);
    const { error } = await runOn(machine, MOUNT_ONLY);
    expect(error).toBeNull();
  });

  it('need not be a disk or a partition: a path that leads somewhere will do', async () => {
    const machine = machineWithLockedDisk();
    machine.ports.devices.list = () => Promise.resolve([]);
    machine.ports.devices.resolve = () => Promise.resolve('/dev/dm-3');
    machine.disk.unlockedFrom = '/dev/dm-3';
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
  });

  it('makes a run skip where it is not connected, encrypted or not', async () => {
    const machine = machineWithPlainDisk();
    machine.disk.isConnected = false;
    const { error, finished } = await runOn(machine, MOUNT_ONLY);
    expect(error).toMatchObject({
      name: 'MissingBackupDiskError',
      code: 'disk-missing',
      message: 'The disk “/mnt/backup” (UUID=0b6a) is not connected.',
    });
    expect(finished).toMatchObject({ outcome: 'skipped', safeToUnplug: null });
    expect(machine.journal.deeds).toEqual([]);
  });

  it('is for mount to find, where what is on the disks is not told', async () => {
    const machine = machineWithPlainDisk();
    machine.ports.devices.list = () => Promise.resolve([]);
    machine.ports.devices.tellsContents = () => Promise.resolve(false);
    const { error, finished } = await runOn(machine, MOUNT_ONLY);
    expect(error).toBeNull();
    expect(finished.outcome).toBe('complete');
  });

  it('is not said to be away, where it is encrypted and that is not told', async () => {
    const machine = machineWithLockedDisk();
    machine.ports.devices.list = () => Promise.resolve([]);
    machine.ports.devices.tellsContents = () => Promise.resolve(false);
    const { error, finished } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({
      code: 'devices-unknown',
      message:
        'Whether the disk “backup” (UUID=0b6a) is connected cannot be told: the system does not say what is on its disks.',
    });
    expect(finished.outcome).toBe('failed');
    expect(machine.journal.deeds).toEqual([]);
  });

  it('is not there when another is unlocked under its name', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.pullUnnoticed();
    const other = { ...partition('/dev/sdc1', 'B2'), uuid: 'ffff' };
    machine.disk.twins.push(other);
    Object.assign(machine.disk, { isUnlocked: true, isAlive: true, unlockedFrom: other.path });
    const { finished } = await runOn(machine, WITH_DISK);
    expect(finished.outcome).toBe('skipped');
  });

  it('is refused where fstab does not know where it belongs, before it is unlocked', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.isInFstab = false;
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ name: 'FailedToMountError', code: 'mount-not-configured' });
    expect(machine.journal.deeds).toEqual([]);
  });

  it('may be mounted by somebody of whom fstab knows nothing', async () => {
    const machine = machineWithPlainDisk();
    Object.assign(machine.disk, { isInFstab: false, isMounted: true });
    const { error } = await runOn(machine, MOUNT_ONLY);
    expect(error).toBeNull();
    expect(machine.disk.isMounted).toBe(true);
  });
});
