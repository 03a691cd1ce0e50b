import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { FolderName, PathVersion, SearchResult } from '../../main/shared/snapshot-content.js';
import { inside } from './browsing.js';
import { targetPart, type Target } from './target.js';
import { placesOf, versionAt } from './version-at.js';

export interface Choice {
  readonly searching: boolean;
  /** Results of the search. */
  readonly found: readonly SearchResult[];
  readonly snapshot: string | null;
  readonly path: string;
  readonly selected: readonly string[];
  readonly entries: readonly FolderName[];
}

/** What the person has chosen: results of the search, or names in the folder. Of what was deleted, as it was last. */
export function chosenTarget({
  searching,
  found,
  snapshot,
  path,
  selected,
  entries,
}: Choice): Target {
  if (searching) return partsByTime(found.map((result) => [result.last, result.path]));
  const chosen = new Set(selected);
  const names = new Map(
    entries.filter(({ name }) => chosen.has(name)).map((entry) => [entry.name, entry]),
  );
  const there = selected.flatMap((name) => names.get(name) ?? []);
  return partsByTime(there.map(({ name, lastIn }) => [lastIn ?? snapshot, inside(path, name)]));
}

/** @param items snapshot and path of each */
function partsByTime(items: readonly (readonly [string | null, string])[]): Target {
  const paths = new Map<string | null, string[]>();
  for (const [time, path] of items) paths.set(time, [...(paths.get(time) ?? []), path]);
  return [...paths].flatMap(([time, ofTime]) => targetPart(time, ofTime));
}

/**
 * The next snapshot on the way; of the chosen file, the newest with the next version of it.
 *
 * @param snapshots newest first
 * @param versions newest first; null: every snapshot counts
 * @param step 1: older; -1: newer
 * @returns null: what is there now
 */
export function neighbour(
  snapshots: readonly SnapshotRow[],
  snapshot: string | null,
  versions: readonly PathVersion[] | null,
  step: 1 | -1,
): string | null {
  const places = placesOf(snapshots);
  const shown = versionAt(versions ?? [], snapshot, places);
  const from = step === -1 && shown !== null ? shown.newest : snapshot;
  const at = from === null ? -1 : (places.get(from) ?? -1);
  const stops = versions === null ? null : new Set(versions.map(({ newest }) => newest));
  for (let index = at + step; index >= 0 && index < snapshots.length; index += step) {
    const name = snapshots[index]?.name ?? '';
    if (stops === null || stops.has(name)) return name;
  }
  return step === -1 ? null : snapshot;
}
