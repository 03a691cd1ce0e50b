import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { FolderName, SearchResult } from '../../main/shared/snapshot-content.js';
import { inside } from './browsing.js';
import { targetPart, type Target } from './target.js';

export interface Choice {
  readonly searching: boolean;
  readonly found: SearchResult | null;
  readonly snapshot: string | null;
  readonly path: string;
  readonly selected: readonly string[];
  readonly entries: readonly FolderName[];
}

/** What the person has chosen: a result of the search, or names in the folder. Of what was deleted, as it was last. */
export function chosenTarget({
  searching,
  found,
  snapshot,
  path,
  selected,
  entries,
}: Choice): Target {
  if (searching) return found === null ? [] : targetPart(found.last, [found.path]);
  const chosen = new Set(selected);
  const names = new Map(
    entries.filter(({ name }) => chosen.has(name)).map((entry) => [entry.name, entry]),
  );
  const there = selected.flatMap((name) => names.get(name) ?? []);
  const times = [...new Set(there.map(({ lastIn }) => lastIn ?? snapshot))];
  return times.flatMap((time) => {
    const ofTime = there.filter(({ lastIn }) => (lastIn ?? snapshot) === time);
    return targetPart(
      time,
      ofTime.map(({ name }) => inside(path, name)),
    );
  });
}

/**
 * The next snapshot on the way, skipping those in which the chosen file is no other.
 *
 * @param snapshots newest first
 * @param milestones null: all count
 * @param step 1: older; -1: newer
 */
export function neighbour(
  snapshots: readonly SnapshotRow[],
  snapshot: string | null,
  milestones: ReadonlySet<string> | null,
  step: 1 | -1,
): string | null {
  const at = snapshot === null ? -1 : snapshots.findIndex(({ name }) => name === snapshot);
  for (let index = at + step; index >= 0 && index < snapshots.length; index += step) {
    const name = snapshots[index]?.name ?? '';
    if (milestones === null || milestones.has(name)) return name;
  }
  return step === -1 && at + step < 0 ? null : snapshot;
}
