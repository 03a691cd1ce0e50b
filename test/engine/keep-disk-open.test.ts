import { describe, expect, it } from 'vitest';
import { keepDiskOpen } from '../../main/engine/keep-disk-open.js';
import { createRunContext, type RunFacts } from '../../main/engine/run-context.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import {
  DESCRIPTION,
  machineWithLockedDisk,
  memoryMachine,
  runOn,
  WITH_DISK,
  type Machine,
} from './memory-ports.js';

/** Somebody looks at the disk, does `meanwhile`, and goes. */
async function lookAt(
  machine: Machine,
  meanwhile: () => unknown = () => undefined,
  check: () => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly facts: RunFacts; readonly events: readonly RunEvent[] }> {
  const stop = new AbortController();
  const events: RunEvent[] = [];
  const description = { ...DESCRIPTION, ...WITH_DISK };
  const context = createRunContext(
    description,
    machine.ports,
    (event) => events.push(event),
    stop.signal,
  );
  const onOpen = (): void => {
    void Promise.resolve(meanwhile()).then(() => stop.abort());
  };
  await keepDiskOpen(context, { check, onOpen });
  return { facts: context.facts, events };
}

const CLOSED = { isUnlocked: false, isMounted: false };

describe('a disk that somebody looks at', () => {
  it('is unlocked, mounted and shown read-only, and put away afterwards', async () => {
    const machine = machineWithLockedDisk();
    const { facts } = await lookAt(machine);
    expect(machine.journal.deeds).toEqual([
      ...['unlock backup', 'mount /mnt/backup', 'show-read-only /mnt/backup'],
      ...['unmount /mnt/backup', 'lock backup'],
    ]);
    expect(facts.safeToUnplug).toBe(true);
  });

  it('can be backed up to meanwhile, and is shown read-only again then', async () => {
    const machine = machineWithLockedDisk();
    const { others } = machine.sharing;
    await lookAt(machine, async () => {
      others.set('backup', 1).set(WITH_DISK.mountPoint, 1);
      expect((await runOn(machine, WITH_DISK)).error).toBeNull();
      others.clear();
      expect(machine.disk).toMatchObject({ isMounted: true, isShownReadOnly: true });
    });
    expect(machine.disk).toMatchObject(CLOSED);
  });

  it('stays as it was where somebody else had opened it', async () => {
    const machine = memoryMachine();
    const { facts } = await lookAt(machine);
    expect(machine.journal.deeds).toEqual([]);
    expect(facts.safeToUnplug).toBe(false);
  });

  it('is opened though it is damaged and therefore read-only', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.isReadOnly = true;
    await lookAt(machine, () => expect(machine.disk.isMounted).toBe(true));
    expect(machine.disk).toMatchObject(CLOSED);
  });

  it('is put away at once where it turns out to be the wrong one', async () => {
    const machine = machineWithLockedDisk();
    const wrong = new BackupError({ code: 'wrong-destination', title: 'It is another one.' });
    const looking = lookAt(machine, undefined, () => Promise.reject(wrong));
    await expect(looking).rejects.toBe(wrong);
    expect(machine.disk).toMatchObject(CLOSED);
  });

  it('is locked again where it cannot be mounted', async () => {
    const machine = machineWithLockedDisk();
    machine.disk.hidden = null;
    await expect(lookAt(machine)).rejects.toMatchObject({ code: 'mount-point-missing' });
    expect(machine.disk.isUnlocked).toBe(false);
  });

  it('is put away when who holds it lets go, and they are named once', async () => {
    const machine = machineWithLockedDisk();
    const start = machine.clock.now().getTime();
    machine.disk.holders = [{ pid: 4711, program: 'bash', file: '/mnt/backup/notes' }];
    const { events, facts } = await lookAt(machine, () => {
      machine.disk.busy.unmount = 40;
    });
    const warnings = events.filter(({ event }) => event === 'warning');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      code: 'left-open',
      message: expect.stringContaining('bash (process 4711) uses /mnt/backup/notes') as string,
    });
    expect(machine.clock.now().getTime() - start).toBeGreaterThan(60_000);
    expect(machine.disk).toMatchObject(CLOSED);
    expect(facts.safeToUnplug).toBe(true);
  });

  it('is left alone by who could not put it away, once somebody else has', async () => {
    const machine = machineWithLockedDisk();
    const start = machine.clock.now().getTime();
    machine.journal.at('wait', () => {
      if (machine.clock.now().getTime() - start < 60_000) return;
      const busy = { unmount: 0, lock: 0 };
      Object.assign(machine.disk, { isMounted: false, isUnlocked: false, busy });
    });
    await lookAt(machine, () => {
      machine.disk.busy.unmount = 1000;
    });
    expect(machine.disk).toMatchObject(CLOSED);
  });

  it('and is pulled out leaves nothing open, and that is said', async () => {
    const machine = machineWithLockedDisk();
    const looking = lookAt(machine, () => {
      machine.disk.pull();
    });
    await expect(looking).rejects.toMatchObject({ code: 'disk-gone' });
    expect(machine.disk).toMatchObject(CLOSED);
  });
});
