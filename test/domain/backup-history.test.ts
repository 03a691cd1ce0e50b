import { describe, expect, it } from 'vitest';
import { backupHistory } from '../../main/domain/backup-history.js';
import type { RunEntry } from '../../main/shared/run-log.js';
import type { RunResult } from '../../main/shared/run-state.js';

const NAMES = ['2026-03-02 14:05:00', '2026-03-01 14:05:00'] as const;
const CHANGES = { created: 1, changed: 2, deleted: 0, bytes: 300 };

const SNAPSHOTS = NAMES.map((name) => ({ name, time: name.replace(' ', 'T'), pinned: false }));

function run(some: Partial<RunResult>): RunEntry {
  const result: RunResult = {
    ...{ profileId: 'letters', startedAt: at(0), finishedAt: at(0), outcome: 'complete' },
    ...{ seconds: 1, snapshot: null, changes: CHANGES, warnings: [], removedSnapshots: 0 },
    ...{ failure: null, safeToUnplug: null, keptBy: [] },
    ...some,
  };
  return { kind: 'run', trigger: 'hand', profileName: 'Letters', result };
}

/** In the time zone of the test, as snapshots are. */
function at(day: number, hour = 14): number {
  return new Date(2026, 2, 1 + day, hour, 5).getTime();
}

describe('the history of backups', () => {
  it('has the snapshots by time, with what the list or else the log knows of their changes', () => {
    const listed = SNAPSHOTS.map((snapshot, index) =>
      index === 0 ? { ...snapshot, changes: { ...CHANGES, bytes: 7 } } : snapshot,
    );
    expect(backupHistory(listed, [run({ snapshot: NAMES[1] })])).toEqual([
      { at: at(0), snapshot: NAMES[1], pinned: false, changes: CHANGES },
      { at: at(1), snapshot: NAMES[0], pinned: false, changes: { ...CHANGES, bytes: 7 } },
    ]);
  });

  it('has backups whose snapshot has gone, or that took none', () => {
    const gone = run({ snapshot: '2026-03-01 18:05:00', startedAt: at(0, 18) });
    const [, between] = backupHistory(SNAPSHOTS, [gone]);
    expect(between).toEqual({ at: at(0, 18), snapshot: null, pinned: false, changes: CHANGES });
  });

  it.each([
    ['failed', run({ outcome: 'failed' })],
    ['was cancelled', run({ outcome: 'cancelled' })],
    ['changed nothing', run({ changes: { created: 0, changed: 0, deleted: 0, bytes: 0 } })],
    ['told nothing of its changes', run({ changes: null })],
  ])('has nothing of a run that %s', (_what, entry) => {
    expect(backupHistory(SNAPSHOTS, [entry])).toHaveLength(SNAPSHOTS.length);
  });

  it('is empty without a snapshot', () => {
    expect(backupHistory([], [run({})])).toEqual([]);
  });
});
