import { describe, expect, it } from 'vitest';
import type { RsyncProgress } from '../../main/domain/rsync-progress.js';
import { backedUp, lookAtSnapshots, memoryMachine, runOn, type Machine } from './memory-ports.js';

const UNREADABLE = 'rsync: [sender] send_files failed to open "/data/a": Permission denied (13)';
const FULL =
  'rsync: [receiver] write failed on "/mnt/backup/latest/b": No space left on device (28)';
const BROKEN = 'rsync: [receiver] mkstemp "/mnt/backup/latest/.b.X" failed: Input/output error (5)';

describe('rsync’s exit value', () => {
  it('0 is a complete backup', async () => {
    const { finished, error } = await runOn(memoryMachine());
    expect(error).toBeNull();
    expect(finished.outcome).toBe('complete');
  });

  it('24 is a complete backup, with a warning that names what vanished', async () => {
    const machine = memoryMachine();
    endWith(machine, 24, ['file has vanished: "/data/a"', 'file has vanished: "/data/a"']);
    const { finished, warnings } = await runOn(machine);
    expect(finished.outcome).toBe('complete');
    expect(warnings).toMatchObject([
      { code: 'files-vanished', message: '1 file vanished while being copied.' },
    ]);
    expect(warnings[0]?.files).toHaveLength(1);
  });

  it('23 is a backup with warnings, a snapshot that is marked, and a list of what could not be read', async () => {
    const machine = memoryMachine();
    endWith(machine, 23, [UNREADABLE, UNREADABLE.replace('/a', '/\\#377')]);
    const { finished, warnings, error } = await runOn(machine);
    expect(error).toBeNull();
    expect(finished).toMatchObject({ outcome: 'warnings', snapshot: '2026-11-21 19:36:38' });
    expect(warnings).toMatchObject([
      {
        code: 'files-unreadable',
        message: '2 files could not be read and are not in this backup.',
      },
    ]);
    expect(warnings[0]?.files).toEqual(['a', '\\#377']);
    expect(machine.destination.records.get('2026-11-21 19:36:38')?.complete).toBe(false);
  });

  it('23 without a name is a backup with warnings too', async () => {
    const machine = memoryMachine();
    endWith(machine, 23, ['IO error encountered -- skipping file deletion']);
    const { finished, warnings } = await runOn(machine);
    expect(finished.outcome).toBe('warnings');
    expect(warnings).toMatchObject([
      { message: 'Some files could not be read and are not in this backup.', files: [] },
    ]);
  });

  it('23 tells what could not be written from what could not be read', async () => {
    const machine = memoryMachine();
    const refused =
      'rsync: [generator] chown "/mnt/backup/latest/a" failed: Operation not permitted (1)';
    endWith(machine, 23, [refused]);
    const { finished, warnings } = await runOn(machine);
    expect(finished.outcome).toBe('warnings');
    expect(warnings).toMatchObject([
      { code: 'files-not-written', message: '1 file could not be written completely.' },
    ]);
  });

  it('lists a thousand files and counts them all', async () => {
    const machine = memoryMachine();
    const many = Array.from({ length: 1500 }, (_, index) =>
      UNREADABLE.replace('/a', `/${String(index)}`),
    );
    endWith(machine, 23, many);
    const { warnings } = await runOn(machine);
    expect(warnings[0]?.message).toMatch(/^1500 files /);
    expect(warnings[0]?.files).toHaveLength(1000);
  });

  it.each([
    [11, 'reading or writing a file failed'],
    [12, 'the connection between the rsync processes broke'],
    [20, 'rsync was stopped by a signal'],
    [25, 'rsync reached its limit of deletions'],
    [99, 'rsync ended with the unknown exit value 99'],
  ])('%i is a failure without a snapshot or a rotation', async (exitCode, meaning) => {
    const machine = memoryMachine();
    await backedUp(machine);
    const snapshots = lookAtSnapshots(machine);
    machine.data.write('a', 'apricot');
    endWith(machine, exitCode, ['rsync error: something']);
    const { error, finished, phases } = await runOn(machine);
    expect(error).toMatchObject({ code: 'rsync-failed', detail: 'rsync error: something' });
    expect(error?.message).toContain(meaning);
    expect(finished.outcome).toBe('failed');
    expect(phases.at(-1)).toBe('rsync');
    expect(lookAtSnapshots(machine)).toEqual(snapshots);
  });
});

describe('a disk that was pulled', () => {
  it.each([23, 24])('is noticed behind the exit value %i', async (exitCode) => {
    const machine = memoryMachine();
    endWith(machine, exitCode, [UNREADABLE]);
    machine.destination.isAlive = false;
    const { error, warnings, phases } = await runOn(machine);
    expect(error).toMatchObject({ code: 'destination-gone' });
    expect(warnings).toEqual([]);
    expect(phases.at(-1)).toBe('rsync');
  });

  it.each([0, 11, 23])(
    'is noticed by what rsync says, whatever its exit value, such as %i',
    async (exitCode) => {
      const machine = memoryMachine();
      endWith(machine, exitCode, [BROKEN]);
      const { error } = await runOn(machine);
      expect(error).toMatchObject({ code: 'destination-gone', detail: BROKEN });
      expect(machine.destination.snapshots.size).toBe(0);
    },
  );

  it('is not what a failing disk of the source is', async () => {
    const machine = memoryMachine();
    endWith(machine, 23, ['rsync: [sender] read errors mapping "/data/a": Input/output error (5)']);
    const { finished } = await runOn(machine);
    expect(finished.outcome).toBe('warnings');
  });
});

describe('a full disk', () => {
  it.each([11, 23])('is told with what is missing after the exit value %i', async (exitCode) => {
    const machine = memoryMachine();
    machine.data.write('b', 'b'.repeat(3_500_000));
    machine.destination.free = { bytes: 1_500_000, total: 2e12, inodes: null };
    machine.transfer.limit = 1;
    endWith(machine, exitCode, [FULL]);
    const { error } = await runOn(machine);
    expect(error).toMatchObject({
      code: 'disk-full',
      message: 'The disk became full while rsync copied files: about 2 MB are missing.',
      detail: FULL,
    });
    expect(error?.advice).toContain('--rotate');
    expect(machine.destination.snapshots.size).toBe(0);
  });

  it('is told without a number where that would be nonsense', async () => {
    const machine = memoryMachine();
    endWith(machine, 11, [FULL]);
    const { error } = await runOn(machine);
    expect(error?.message).toMatch(/it filled up with the last files\.$/);
  });

  it.each([
    [
      { bytes: 1024 ** 2 - 1, total: 2e12, inodes: 1e6 },
      'The disk of “/mnt/backup” is full: nothing more fits.',
    ],
    [
      { bytes: 1e12, total: 2e12, inodes: 0 },
      'The file system of “/mnt/backup” has no inodes left: nothing more fits.',
    ],
  ])('ends the run before rsync with %j', async (free, message) => {
    const machine = memoryMachine();
    machine.destination.free = free;
    const { error } = await runOn(machine);
    expect(error).toMatchObject({ code: 'disk-full', message });
    expect(machine.journal.deeds).not.toContain('copy /data');
  });

  it('keeps nobody from removing snapshots', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.destination.snapshots.set('2020-01-01 00:00:00', new Map());
    machine.destination.free = { bytes: 0, total: 2e12, inodes: 0 };
    machine.destination.takesRecords = false;
    const { error, warnings } = await runOn(machine, {
      actions: { backup: false, snapshot: false, rotate: true },
      rotation: { scheme: { daily: 1 }, strict: true, preferRecent: false, keepNewest: true },
    });
    expect(error).toBeNull();
    expect(machine.destination.snapshots.has('2020-01-01 00:00:00')).toBe(false);
    expect(warnings.map(({ code }) => code)).toEqual(['catalog-not-written']);
  });

  it('lets a file system that counts no inodes pass', async () => {
    const machine = memoryMachine();
    machine.destination.free = { bytes: 1e12, total: 2e12, inodes: null };
    expect((await runOn(machine)).error).toBeNull();
  });
});

describe('the changes', () => {
  it('are counted, and kept in the order in which rsync told them', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.data.write('a', 'apricot');
    machine.data.remove('b');
    machine.data.write('c', 'cherry');
    const { finished } = await runOn(machine);
    expect(finished.changes).toEqual({ created: 1, changed: 1, deleted: 1, bytes: 13 });
    const [, log] = machine.destination.changeLogs.values();
    expect(log?.map((line) => line.replace(/ .* /, ' '))).toEqual([
      '>f.st...... a',
      '*deleting b',
      '>f+++++++++ c',
    ]);
  });

  it('do not count the time of a directory', async () => {
    const machine = memoryMachine();
    machine.transfer.meanwhile = ({ onChange }) => {
      onChange(`.d..t...... ${' '.repeat(32)} 4096 ./`);
    };
    const { finished } = await runOn(machine);
    expect(finished.changes).toMatchObject({ created: 2, changed: 0 });
  });

  it('leave no list behind when the run fails', async () => {
    const machine = memoryMachine();
    endWith(machine, 12, []);
    await runOn(machine);
    expect(machine.destination.changeLogs.size).toBe(0);
  });
});

describe('progress', () => {
  const report: RsyncProgress = {
    bytes: 500,
    bytesPerSecond: 100,
    share: 0.5,
    files: 1,
    checked: 5,
    known: 10,
    searchComplete: true,
  };

  it('is told with the share, the speed and the time left', async () => {
    const machine = memoryMachine();
    reporting(machine, [report, report]);
    expect(await progressOf(machine)).toEqual([
      {
        event: 'progress',
        bytes: 500,
        percent: 50,
        bytesPerSecond: 100,
        secondsLeft: null,
        files: 1,
      },
      { event: 'progress', bytes: 500, percent: 50, bytesPerSecond: 100, secondsLeft: 2, files: 1 },
    ]);
  });

  it('has no share in a first run until rsync has found everything', async () => {
    const machine = memoryMachine();
    reporting(machine, [{ ...report, searchComplete: false }, report]);
    expect((await progressOf(machine)).map(({ percent }) => percent)).toEqual([null, 50]);
  });

  it('is measured against the run before while rsync searches', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    reporting(machine, [{ ...report, checked: 1, searchComplete: false }]);
    expect((await progressOf(machine)).map(({ percent }) => percent)).toEqual([50]);
  });

  it('never goes back, and never beyond 100 %', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    reporting(machine, [
      { ...report, checked: 6 },
      { ...report, checked: 6, known: 20 },
      { ...report, checked: 25, known: 20 },
    ]);
    expect((await progressOf(machine)).map(({ percent }) => percent)).toEqual([60, 60, 100]);
  });

  it('is told five times a second at most', async () => {
    const machine = memoryMachine();
    machine.transfer.meanwhile = ({ onProgress }) => {
      for (let tenth = 0; tenth < 10; tenth += 1) {
        machine.clock.advance(0.1);
        onProgress?.(report);
      }
    };
    expect(await progressOf(machine)).toHaveLength(5);
  });
});

function endWith({ transfer }: Machine, exitCode: number, complaints: readonly string[]): void {
  Object.assign(transfer, { exitCode, complaints });
}

/** One report a second. */
function reporting({ transfer, clock }: Machine, reports: readonly RsyncProgress[]): void {
  transfer.meanwhile = ({ onProgress }) => {
    for (const report of reports) {
      clock.advance(1);
      onProgress?.(report);
    }
  };
}

async function progressOf(machine: Machine) {
  const { events } = await runOn(machine);
  return events.filter((event) => event.event === 'progress');
}
