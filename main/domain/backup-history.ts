import type { HistoryPoint } from '../shared/history-point.js';
import type { RunEntry } from '../shared/run-log.js';
import type { ChangeCounts } from '../shared/run-event.js';
import type { SnapshotTime } from '../shared/snapshot-summary.js';
import { backupIn } from './last-backup.js';

/** As a list has it, or as it is remembered, and then nothing is known of the changes. */
export type KnownSnapshot = SnapshotTime & { readonly changes?: ChangeCounts | null };

/**
 * The snapshots that there are, and the backups of which none is left, as far as the log tells; oldest first. Without a
 * snapshot there is nothing to show.
 *
 * @param runs of the profile, to where it goes now
 */
export function backupHistory(
  snapshots: readonly KnownSnapshot[],
  runs: readonly RunEntry[],
): readonly HistoryPoint[] {
  if (snapshots.length === 0) return [];
  const logged = new Map(runs.map(({ result }) => [result.snapshot, result.changes]));
  const kept = snapshots.map(({ name, time, pinned, changes = null }): HistoryPoint => {
    const at = new Date(time).getTime();
    return { at, snapshot: name, pinned, changes: changes ?? logged.get(name) ?? null };
  });
  const names = new Set(snapshots.map(({ name }) => name));
  const gone = runs.flatMap(({ result }): readonly HistoryPoint[] => {
    const { snapshot, startedAt, changes } = result;
    const isShown = snapshot !== null && names.has(snapshot);
    if (isShown || backupIn(result) === null || changes === null || isNothing(changes)) return [];
    return [{ at: startedAt, snapshot: null, pinned: false, changes }];
  });
  return [...kept, ...gone].toSorted((one, other) => one.at - other.at);
}

function isNothing({ created, changed, deleted }: ChangeCounts): boolean {
  return created + changed + deleted === 0;
}
