import { describe, expect, it } from 'vitest';
import { runsBetween } from '../../main/domain/runs-between.js';
import type { RunRecord, SnapshotRecord } from '../../main/shared/run-record.js';

const NOTHING = { created: 0, changed: 0, deleted: 0, bytes: 0 };

function run(sequence: number, others: Partial<RunRecord> = {}): RunRecord {
  return {
    ...{ version: 1, id: `run-${String(sequence)}`, sequence, tool: '1.1.0', backup: true },
    ...{ start: '2026-11-01T10:00:00Z', end: '2026-11-01T10:01:00Z', utcOffsetMinutes: 0 },
    source: { path: '/home', device: '1', inode: '2', bindMounts: [] },
    boot: { bootId: 'boot', secondsSinceBoot: 1 },
    ...{ outcome: 'complete', snapshot: null, changes: NOTHING, statistics: null, checksum: null },
    ...{ warnings: [], error: null },
    ...others,
  };
}

const snapshots = ['2026-11-01', '2026-11-02', '2026-11-03'];

/** @param runs that took the snapshots, as numbers; null: another program did */
function records(...runs: readonly (number | null)[]): ReadonlyMap<string, SnapshotRecord> {
  const known = runs.flatMap((sequence, index) => {
    const name = snapshots[index] ?? '';
    if (sequence === null) return [];
    const record: SnapshotRecord = {
      ...{ version: 1, name, run: `run-${String(sequence)}`, complete: true },
      ...{ changes: NOTHING, pinned: false, note: '' },
    };
    return [[name, record] as const];
  });
  return new Map(known);
}

const between = (
  all: readonly RunRecord[],
  known = records(1, 3, 4),
  pair: readonly [string, string] = ['2026-11-01', '2026-11-03'],
) => runsBetween(pair, snapshots, known, all);

describe('the runs between two snapshots', () => {
  it('are those after the first one, with those that took no snapshot', () => {
    expect(between([run(1), run(2), run(3), run(4), run(5)])).toEqual(['run-2', 'run-3', 'run-4']);
  });

  it('are the same in either direction', () => {
    const all = [run(1), run(2), run(3), run(4)];
    expect(between(all, records(1, 3, 4), ['2026-11-03', '2026-11-02'])).toEqual(['run-4']);
  });

  it('leave out those without rsync', () => {
    const rotation = run(2, { backup: false, changes: null });
    expect(between([run(1), rotation, run(3), run(4)])).toEqual(['run-3', 'run-4']);
  });
});

describe('the catalog does not know', () => {
  it('when a run did not come to its end', () => {
    expect(between([run(1), run(2, { changes: null }), run(3), run(4)])).toBeNull();
  });

  it('when a run was forgotten', () => {
    expect(between([run(1), run(3), run(4)])).toBeNull();
    expect(between([run(2), run(3), run(4)])).toBeNull();
  });

  it('when another program took a snapshot in between', () => {
    expect(between([run(1), run(2), run(3), run(4)], records(1, null, 4))).toBeNull();
  });

  it('when a snapshot is not there', () => {
    const all = [run(1), run(2), run(3), run(4)];
    expect(between(all, records(1, 3, 4), ['2026-10-01', '2026-11-03'])).toBeNull();
  });
});
