import { describe, expect, it } from 'vitest';
import { terminalReporter, type Reporter } from '../../main/cli/report-terminal.js';
import type { FinishedEvent, RunEvent } from '../../main/shared/run-event.js';
import { memoryTerminal } from './memory-terminal.js';

const START: RunEvent = {
  event: 'start',
  version: 1,
  tool: '1.1.0',
  source: '/home',
  destination: '/mnt/latest',
  dryRun: false,
};

const FINISHED: FinishedEvent = {
  event: 'finished',
  outcome: 'complete',
  seconds: 61,
  snapshot: '2026-11-21 19:36:28',
  changes: { created: 1, changed: 2, deleted: 3, bytes: 4_200_000 },
  destinationId: 'id',
  safeToUnplug: null,
};

const ERROR: RunEvent = {
  event: 'error',
  code: 'rsync-failed',
  message: 'The backup failed.',
  advice: 'Try again.',
  detail: 'rsync: broken\n',
};

const WARNING: RunEvent = {
  event: 'warning',
  code: 'files-unreadable',
  message: '2 files could not be read.',
  files: ['a', 'b c'],
};

const ROTATION: RunEvent = {
  event: 'rotation',
  keep: [{ name: '2026-11-21', reasons: ['daily', 'newest'] }],
  remove: [{ name: '2026-11-01', reason: 'not-in-scheme' }],
};

const SNAPSHOT: RunEvent = {
  event: 'snapshot',
  name: '2026-11-21 19:36:28',
  path: '/mnt/2026-11-21 19:36:28',
  method: 'hard-links',
};

const PROGRESS: RunEvent = {
  event: 'progress',
  bytes: 1_200_000_000,
  percent: 61.4,
  bytesPerSecond: 48_000_000,
  secondsLeft: 240,
  files: 1204,
};

describe('the report on a terminal', () => {
  it('tells a whole run in plain lines', () => {
    const phases = ['check', 'unlock', 'mount', 'prepare', 'detach', 'rsync'] as const;
    const events: readonly RunEvent[] = [
      START,
      ...phases.map((phase) => ({ event: 'phase', phase }) as const),
      WARNING,
      { event: 'phase', phase: 'snapshot' },
      SNAPSHOT,
      { event: 'phase', phase: 'rotate' },
      ROTATION,
      { event: 'phase', phase: 'unmount' },
      { event: 'phase', phase: 'lock' },
      FINISHED,
    ];
    expect(told(events)).toEqual([
      'Unlocking the disk …',
      'Mounting the disk …',
      'Copying what changed …',
      'Warning: 2 files could not be read.',
      '  a',
      '  b c',
      'Taking a snapshot …',
      'Snapshot: /mnt/2026-11-21 19:36:28',
      'Rotating snapshots …',
      'Removing 2026-11-01',
      'Unmounting the disk …',
      'Locking the disk …',
      'Finished in 1 minute 1 second: 1 created, 2 changed, 3 deleted, 4.2 MB copied.',
    ]);
  });

  it('says how long a removal took to those who want to know', () => {
    const events: readonly RunEvent[] = [{ event: 'removed', name: '2026-11-01', seconds: 65 }];
    expect(told(events)).toEqual([]);
    expect(told(events, 1)).toEqual(['Removed 2026-11-01 in 1 minute 5 seconds']);
  });

  it('says what would happen in a dry run', () => {
    const events: readonly RunEvent[] = [
      { ...START, dryRun: true },
      { event: 'change', action: 'create', name: 'a', size: 1 },
      { event: 'change', action: 'delete', name: 'b', size: 0 },
      SNAPSHOT,
      ROTATION,
    ];
    expect(told(events, 1)).toEqual([
      'Dry run of “/home” to “/mnt/latest”.',
      'Would create a',
      'Would delete b',
      'Would take snapshot: /mnt/2026-11-21 19:36:28',
      'Would keep 2026-11-21 (daily, newest)',
      'Would remove 2026-11-01',
    ]);
  });

  it.each<[number, readonly string[]]>([
    [
      1,
      [
        ...['Backup of “/home” to “/mnt/latest”.', 'Preparing the destination …'],
        ...['Warning: 2 files could not be read.', '  a', '  b c'],
        ...['Error: The backup failed. Try again.', 'rsync: broken', 'Failed after 2 seconds.'],
      ],
    ],
    [
      0,
      [
        ...['Warning: 2 files could not be read.', '  a', '  b c'],
        ...['Error: The backup failed. Try again.', 'Failed after 2 seconds.'],
      ],
    ],
    [
      -1,
      [
        ...['Warning: 2 files could not be read.', '  a', '  b c'],
        'Error: The backup failed. Try again.',
      ],
    ],
    [-2, ['Error: The backup failed. Try again.']],
    [-3, []],
  ])('tells with verbosity %i: %j', (verbosity, lines) => {
    const failed: RunEvent = { ...FINISHED, outcome: 'failed', seconds: 2, changes: null };
    const preparing: RunEvent = { event: 'phase', phase: 'prepare' };
    expect(told([START, preparing, WARNING, ERROR, failed], verbosity)).toEqual(lines);
  });

  it.each<[Partial<FinishedEvent>, string]>([
    [
      { changes: { created: 0, changed: 0, deleted: 0, bytes: 0 } },
      'Finished in 1 minute 1 second; nothing had changed.',
    ],
    [{ changes: null }, 'Finished in 1 minute 1 second.'],
    [
      { outcome: 'warnings' },
      'Finished in 1 minute 1 second: 1 created, 2 changed, 3 deleted, 4.2 MB copied, with warnings.',
    ],
    [{ outcome: 'failed' }, 'Failed after 1 minute 1 second.'],
    [{ outcome: 'cancelled' }, 'Cancelled after 1 minute 1 second; nothing was lost.'],
  ])('says of %j: %s', (facts, line) => {
    expect(told([{ ...FINISHED, ...facts }])).toEqual([line]);
  });

  it.each([
    [{ safeToUnplug: true }, ['“backup” can be unplugged.']],
    [
      { safeToUnplug: false, keptBy: ['/mnt/backup', '/dev/mapper/backup'] },
      ['“backup” is still in use (/mnt/backup, /dev/mapper/backup); do not unplug it yet.'],
    ],
    [{ safeToUnplug: false, keptBy: ['/', '/mnt/backup'] }, []],
    [{ safeToUnplug: null }, []],
  ])('says of the disk with %j: %j', (facts, lines) => {
    const terminal = memoryTerminal();
    terminalReporter(terminal.output, 0, 'backup').report({ ...FINISHED, ...facts });
    expect(terminal.text().split('\n').slice(1, -1)).toEqual(lines);
  });

  it('says nothing of a skipped run, unless it is asked to', () => {
    const skip = (reporter: Reporter): void => {
      reporter.skip('The disk is not connected.');
    };
    expect(toldBy(skip)).toEqual([]);
    expect(toldBy(skip, 1)).toEqual(['Skipped: The disk is not connected.']);
    expect(told([{ ...FINISHED, outcome: 'skipped' }])).toEqual([]);
  });

  it('says that a request to stop was heard', () => {
    const stopping = (reporter: Reporter): void => {
      reporter.stopping();
    };
    expect(toldBy(stopping)).toEqual(['Stopping and cleaning up …']);
  });

  it('has no progress bar where it goes to a file', () => {
    expect(told([PROGRESS])).toEqual([]);
  });

  it('survives a terminal that has gone', () => {
    const { output } = memoryTerminal();
    terminalReporter(output, 0);
    expect(() => output.emit('error', new Error('EIO'))).not.toThrow();
  });
});

describe('the progress bar', () => {
  const line = '▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░  61 %  1,204 files  1.2 GB  48 MB/s  about 4 minutes left';

  it('is one line that is written over, and gone before anything else is said', () => {
    const terminal = memoryTerminal({ isTTY: true, columns: 100 });
    const reporter = terminalReporter(terminal.output, 0);
    reporter.report(PROGRESS);
    reporter.report(WARNING);
    reporter.close();
    expect(terminal.text()).toBe(
      `\r\x1b[K${line}\r\x1b[KWarning: 2 files could not be read.\n  a\n  b c\n`,
    );
  });

  it('is cleared at the end', () => {
    const terminal = memoryTerminal({ isTTY: true, columns: 100 });
    const reporter = terminalReporter(terminal.output, 0);
    reporter.report(PROGRESS);
    reporter.close();
    expect(terminal.text()).toBe(`\r\x1b[K${line}\r\x1b[K`);
  });

  it('never breaks into a second line', () => {
    const terminal = memoryTerminal({ isTTY: true, columns: 40 });
    terminalReporter(terminal.output, 0).report(PROGRESS);
    expect(terminal.text()).toBe(`\r\x1b[K${line.slice(0, 39)}`);
  });

  it('is not shown with -q', () => {
    const terminal = memoryTerminal({ isTTY: true });
    terminalReporter(terminal.output, -1).report(PROGRESS);
    expect(terminal.text()).toBe('');
  });
});

function told(events: readonly RunEvent[], verbosity = 0): readonly string[] {
  return toldBy((reporter) => {
    for (const event of events) reporter.report(event);
  }, verbosity);
}

function toldBy(tell: (reporter: Reporter) => void, verbosity = 0): readonly string[] {
  const terminal = memoryTerminal();
  tell(terminalReporter(terminal.output, verbosity));
  return terminal.text().split('\n').slice(0, -1);
}
