import { describe, expect, it } from 'vitest';
import type { BackupDescription } from '../../main/engine/backup-description.js';
import type { Store } from '../../main/engine/ports.js';
import {
  backedUp,
  LATEST,
  lookAtLatest,
  lookAtSnapshots,
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

describe('on another machine', () => {
  const destination = `box:${LATEST}`;

  it('is looked for while that is connected to, once, and kept apart all the same', async () => {
    const machine = elsewhere(await machineWithSnapshot());
    const looks = looksOf(machine);
    machine.data.chmod('a', 0o600);
    expect(await compared(machine, { destination })).toEqual(['a']);
    expect(looks).toEqual(['look', 'open', 'find', 'stop-looking']);
    expect(lookAtSnapshots(machine)[FIRST]).toEqual(AS_IT_WAS);
  });

  it.each<[string, (machine: Machine) => void]>([
    ['the machine was restarted', ({ clock }) => clock.reboot()],
    [
      'the file system’s change times cannot be trusted',
      ({ source }) => {
        source.isForeign = true;
      },
    ],
  ])('is everything where %s, and the look ends before rsync begins', async (_, happen) => {
    const machine = elsewhere(await machineWithSnapshot());
    happen(machine);
    const looks = looksOf(machine);
    machine.journal.at('copy', () => looks.push('copy'));
    machine.data.chmod('a', 0o600);
    expect(await compared(machine, { destination })).toEqual(['everything']);
    expect(looks).toEqual(['look', 'open', 'stop-looking', 'copy']);
  });

  it('is looked for again where the clock was wrong when the look began', async () => {
    const machine = elsewhere(memoryMachine());
    machine.clock.reboot();
    await backedUp(machine);
    machine.data.chmod('a', 0o600);
    const now = machine.clock.now();
    machine.clock.set(new Date(now.getTime() + 60_000));
    const looks = looksOf(machine, () => machine.clock.set(now));
    expect(await compared(machine, { destination })).toEqual(['a']);
    expect(looks).toEqual(['look', 'open', 'look', 'find', 'stop-looking']);
  });

  it('counts from the run of somebody else who has had the destination meanwhile', async () => {
    const other = { path: '/srv', device: '1', inode: '1', bindMounts: [] };
    const machine = await machineWithSnapshot();
    const late = elsewhere(machine, (store) => ({
      ...store,
      lock: async () => {
        const [last] = machine.destination.runs.slice(-1);
        if (last !== undefined)
          machine.destination.runs.push({ ...last, id: 'other', source: other });
        return store.lock();
      },
    }));
    expect(await compared(late, { destination })).toEqual(['everything']);
  });

  it('is not awaited where somebody else has the destination', async () => {
    const machine = elsewhere(await machineWithSnapshot());
    const looks = looksOf(machine);
    machine.destination.isHeld = true;
    const { error } = await runOn(machine, { destination });
    expect(error).toMatchObject({ code: 'destination-busy' });
    expect(looks).toEqual(['look', 'open', 'stop-looking']);
  });

  it.each<[string, Partial<BackupDescription>]>([
    ['rehearsal', { dryRun: true }],
    ['backup of several file systems', { multiFs: true }],
    ['snapshot alone', { actions: { backup: false, snapshot: true, rotate: false } }],
  ])('is not looked for by a %s', async (_, description) => {
    const machine = elsewhere(await machineWithSnapshot());
    const looks = looksOf(machine);
    const { error } = await runOn(machine, { destination, ...description });
    expect(error).toBeNull();
    expect(looks).toEqual(['open']);
  });
});

/** The same machine, whose destination is on another one. */
function elsewhere(machine: Machine, change: (store: Store) => Store = (store) => store): Machine {
  const openStore = async (path: string): Promise<Store> => {
    const store = await machine.ports.openStore(path.replace(/^box:/, ''));
    return change({ ...store, host: 'box' });
  };
  return { ...machine, ports: { ...machine.ports, openStore } };
}

/** What becomes of looks for changes, from now on; `open`: the other machine is connected to. */
function looksOf(machine: Machine, onOpen: () => void = () => undefined): string[] {
  const looks: string[] = [];
  for (const operation of ['look', 'find', 'stop-looking'] as const) {
    machine.journal.at(operation, () => looks.push(operation));
  }
  machine.journal.at('inspect', () => {
    if (!looks.includes('open')) looks.push('open');
    onOpen();
  });
  return looks;
}

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

async function machineWithSnapshot(): Promise<Machine> {
  const machine = memoryMachine();
  await backedUp(machine);
  return machine;
}

/** What a run compares before rsync: names, everything or, as an empty list, nothing. */
async function compared(
  machine: Machine,
  description: Parameters<typeof runOn>[1] = {},
): Promise<readonly string[]> {
  const things: string[] = [];
  machine.journal.at('compare', (thing) => things.push(thing));
  const { error } = await runOn(machine, description);
  expect(error).toBeNull();
  return things;
}

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
