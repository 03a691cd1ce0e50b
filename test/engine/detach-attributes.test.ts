import { describe, expect, it } from 'vitest';
import {
  backedUp,
  compared,
  lookAtLatest,
  lookAtSnapshots,
  machineWithSnapshot,
  memoryMachine,
  runOn,
  type Machine,
} from './memory-ports.js';

const FIRST = '2026-11-21 19:36:38';
const AS_IT_WAS = { a: '644 apple', b: '644 banana' };

describe('an old snapshot', () => {
  it('keeps its modes when they change in the source', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    const { error } = await runOn(machine);
    expect(error).toBeNull();
    expect(lookAtLatest(machine)).toMatchObject({ a: '600 apple' });
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
    expect(machine.journal.deeds).toContain('detach a');
  });

  it('keeps sharing the files that did not change', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    await runOn(machine);
    const trees = [...machine.destination.snapshots.values()];
    expect(new Set(trees.map((tree) => tree.get('b'))).size).toBe(1);
  });

  it('keeps its modes when the change is backed up without a snapshot', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    await runOn(machine, { actions: { backup: true, snapshot: false, rotate: false } });
    expect(lookAtSnapshots(machine)).toEqual({ [FIRST]: AS_IT_WAS });
  });

  it('changes where there is no room for a copy, which is warned of', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    machine.destination.tooLarge.add('a');
    const { error, warnings, finished } = await runOn(machine);
    expect(error).toBeNull();
    expect(finished.outcome).toBe('warnings');
    expect(warnings).toMatchObject([{ code: 'changed-in-place', files: ['a'] }]);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual({ a: '600 apple', b: '644 banana' });
  });
});

describe('what may have changed', () => {
  it('is what the source says has changed since the last run', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    expect(await compared(machine)).toEqual(['a']);
  });

  it('is nothing where the source says so, and nothing is compared then', async () => {
    const machine = await machineWithSnapshot();
    expect(await compared(machine)).toEqual([]);
  });

  it.each<[string, (machine: Machine) => void]>([
    ['the machine was restarted', ({ clock }) => clock.reboot()],
    ['the clock was set back', ({ clock }) => clock.set(new Date(2026, 10, 21, 19, 40))],
    ['the clock was set forward', ({ clock }) => clock.set(new Date(2027, 0, 1))],
    [
      'the records are lost',
      ({ destination }) => {
        destination.runs.length = 0;
      },
    ],
    [
      'the file system’s change times cannot be trusted',
      ({ source }) => {
        source.isForeign = true;
      },
    ],
  ])('is everything where %s', async (_, happen) => {
    const machine = await machineWithSnapshot();
    happen(machine);
    machine.data.chmod('a', 0o600);
    expect(await compared(machine)).toEqual(['everything']);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });

  it('is everything where other file systems are backed up too', async () => {
    const machine = await machineWithSnapshot();
    expect(await compared(machine, { multiFs: true })).toEqual(['everything']);
  });

  it('is everything where another source comes into the same destination', async () => {
    const machine = await machineWithSnapshot();
    machine.source.add('/srv', { a: 'apple' }).chmod('a', 0o600);
    expect(await compared(machine, { source: '/srv' })).toEqual(['everything']);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });

  it('is everything after another source’s run that did not end well', async () => {
    const machine = await machineWithSnapshot();
    machine.source.add('/srv', { a: 'apple', b: 'banana' }).chmod('a', 0o600);
    machine.transfer.exitCode = 23;
    await backedUp(machine, { source: '/srv' });
    machine.transfer.exitCode = 0;
    const before = lookAtSnapshots(machine);
    await runOn(machine);
    expect(lookAtSnapshots(machine)).toMatchObject(before);
  });

  it('goes back behind a run that was killed', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    await kill(machine);
    machine.clock.advance(3600);
    machine.data.chmod('b', 0o600);
    expect(await compared(machine)).toEqual(['a b']);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });
});

describe('a comparison', () => {
  it('that failed ends the run before anything can change in place', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    machine.transfer.comparisonExitCode = 12;
    const { error } = await runOn(machine);
    expect(error).toMatchObject({ code: 'rsync-failed' });
    expect(machine.journal.deeds).not.toContain('copy /data');
    expect(lookAtSnapshots(machine)).toEqual({ [FIRST]: AS_IT_WAS });
  });

  it.each([23, 24])('that could not see everything, as %i says, is believed', async (exitCode) => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    machine.transfer.comparisonExitCode = exitCode;
    const { error } = await runOn(machine);
    expect(error).toBeNull();
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });
});

describe('nothing is detached', () => {
  it('before the first snapshot', async () => {
    const machine = memoryMachine();
    const { phases } = await runOn(machine);
    expect(phases).not.toContain('detach');
  });

  it.each(['btrfs', 'reflinks'] as const)(
    'where snapshots are %s and share no inodes',
    async (method) => {
      const machine = await machineWithSnapshot();
      machine.destination.method = method;
      machine.data.chmod('a', 0o600);
      const { phases } = await runOn(machine);
      expect(phases).not.toContain('detach');
      expect(machine.journal.deeds).not.toContain('detach a');
    },
  );

  it('where the contents changed: rsync makes a new file itself', async () => {
    const machine = await machineWithSnapshot();
    machine.data.write('a', 'apricot');
    machine.data.chmod('a', 0o600);
    await runOn(machine);
    expect(machine.journal.deeds.filter((deed) => deed.startsWith('detach'))).toEqual([]);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });

  it('where the file is left out', async () => {
    const machine = await machineWithSnapshot();
    machine.data.chmod('a', 0o600);
    await runOn(machine, { excludes: ['/a'] });
    expect(machine.journal.deeds.filter((deed) => deed.startsWith('detach'))).toEqual([]);
  });
});

/** The process is gone after rsync: nothing more is written, not even the record's end. */
async function kill(machine: Machine): Promise<void> {
  const killed = (): never => {
    throw new Error('killed');
  };
  machine.journal.at('snapshot', killed);
  machine.journal.at('record', (thing) => thing === 'end' && killed());
  await expect(runOn(machine)).rejects.toThrow('killed');
  machine.journal.at('snapshot', () => undefined);
  machine.journal.at('record', () => undefined);
}
