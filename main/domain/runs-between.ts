import type { RunRecord, SnapshotRecord } from '../shared/run-record.js';

/**
 * Ids of the runs whose lists of changes tell together what two snapshots have otherwise; null where the catalog does not know:
 * one of the snapshots, or one between them, was taken by somebody else, or a run is forgotten or did not come to its end.
 *
 * @param snapshots names, oldest first
 * @param runs oldest first
 */
export function runsBetween(
  [one, other]: readonly [string, string],
  snapshots: readonly string[],
  records: ReadonlyMap<string, SnapshotRecord>,
  runs: readonly RunRecord[],
): readonly string[] | null {
  const places = [snapshots.indexOf(one), snapshots.indexOf(other)].sort((a, b) => a - b);
  const [from = -1, to = -1] = places;
  if (from === -1) return null;
  const byId = new Map(runs.map((run) => [run.id, run]));
  const takers = snapshots.slice(from, to + 1).map((name) => {
    const record = records.get(name);
    return byId.get(record?.run ?? '')?.sequence ?? null;
  });
  if (!takers.every((sequence) => sequence !== null)) return null;
  const [first, last] = [Math.min(...takers), Math.max(...takers)];
  const between = runs.filter(({ sequence }) => sequence > first && sequence <= last);
  const isWhole = between.every(
    ({ sequence, backup, changes }, index) =>
      sequence === first + 1 + index && (!backup || changes !== null),
  );
  if (!isWhole || between.length !== last - first) return null;
  return between.filter(({ backup }) => backup).map(({ id }) => id);
}
