import { describe, expect, it } from 'vitest';
import { putDiskAway } from '../../main/engine/lock-disk.js';
import type { BackupDescription } from '../../main/engine/backup-description.js';
import { createRunContext, type RunContext } from '../../main/engine/run-context.js';
import {
  DESCRIPTION,
  machineWithLockedDisk,
  memoryMachine,
  runOn,
  WITH_DISK,
  type Machine,
} from './memory-ports.js';

function contextOf(machine: Machine, changes: Partial<BackupDescription> = {}): RunContext {
  const { signal } = new AbortController();
  const description = { ...DESCRIPTION, ...WITH_DISK, ...changes };
  return createRunContext(description, machine.ports, () => undefined, signal);
}

describe('a disk that another of our processes uses', () => {
  it('stays open at the end of a run that opened it', async () => {
    const machine = machineWithLockedDisk();
    machine.journal.at('copy', () => {
      machine.sharing.others.set('backup', 1).set(WITH_DISK.mountPoint, 1);
    });
    const { error, finished } = await runOn(machine, WITH_DISK);
    expect(error).toBeNull();
    expect(finished.safeToUnplug).toBe(false);
    expect(machine.disk).toMatchObject({ isUnlocked: true, isMounted: true });
  });

  it('is put away by the last of us, whoever opened it', async () => {
    const machine = memoryMachine();
    machine.sharing.ours.add('backup').add(WITH_DISK.mountPoint);
    await runOn(machine, WITH_DISK);
    expect(machine.disk).toMatchObject({ isUnlocked: false, isMounted: false });
  });

  it('is not locked on request', async () => {
    const machine = memoryMachine();
    machine.sharing.others.set('backup', 1);
    await expect(putDiskAway(contextOf(machine))).rejects.toMatchObject({ code: 'disk-busy' });
    expect(machine.journal.deeds).toEqual([]);
  });
});

describe('on request', () => {
  it('a disk is put away that somebody else opened', async () => {
    const machine = memoryMachine();
    await putDiskAway(contextOf(machine));
    expect(machine.journal.deeds).toEqual(['unmount /mnt/backup', 'lock backup']);
  });

  it('a disk that is put away already is left so, connected or not', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.isConnected = false;
    await putDiskAway(contextOf(machine));
    expect(machine.journal.deeds).toEqual([]);
  });

  it('a disk that is not encrypted is unmounted, and said to be away when what was killed has let go', async () => {
    const machine = memoryMachine();
    Object.assign(machine.disk, { isEncrypted: false, isUnlocked: false });
    machine.disk.otherUses = ['/dev/sdb1'];
    machine.journal.at('wait', () => {
      machine.disk.otherUses = [];
    });
    await putDiskAway(contextOf(machine, { cryptoName: null }));
    expect(machine.disk).toMatchObject({ isMounted: false, otherUses: [] });
  });

  it('a disk of which another part stays in use is put away, and not said to be safe', async () => {
    const machine = memoryMachine();
    machine.disk.otherUses = ['/media/photos'];
    await expect(putDiskAway(contextOf(machine))).rejects.toMatchObject({
      code: 'still-in-use',
      message: '“backup” is put away, but the disk cannot be unplugged yet. In use: /media/photos.',
    });
    expect(machine.disk).toMatchObject({ isUnlocked: false, isMounted: false });
  });

  it('what a pulled disk left behind is cleared away', async () => {
    const machine = memoryMachine();
    machine.disk.pullUnnoticed();
    machine.disk.busy.unmount = 1;
    await putDiskAway(contextOf(machine));
    expect(machine.disk).toMatchObject({ isUnlocked: false, isMounted: false });
  });
});
