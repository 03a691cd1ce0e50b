import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { PathVersion } from '../../main/shared/snapshot-content.js';

/** Where each snapshot stands in the list, by its name. */
export type SnapshotPlaces = ReadonlyMap<string, number>;

export function placesOf(snapshots: readonly SnapshotRow[]): SnapshotPlaces {
  return new Map(snapshots.map(({ name }, index) => [name, index]));
}

/** The version that a snapshot shows; null: it has none, or it is what is there now. */
export function versionAt(
  versions: readonly PathVersion[],
  snapshot: string | null,
  places: SnapshotPlaces,
): PathVersion | null {
  if (snapshot === null) return null;
  const at = places.get(snapshot) ?? -1;
  return (
    versions.find(({ newest, oldest }) => {
      const [from, to] = [places.get(newest) ?? -1, places.get(oldest) ?? -1];
      return from <= at && at <= to;
    }) ?? null
  );
}
