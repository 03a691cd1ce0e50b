import type { FolderName, FolderOrder } from '../shared/snapshot-content.js';

export interface RankedName {
  readonly entry: FolderName;
  /** What is compared where names are not; the same for all where they are. */
  readonly rank: number;
}

/** Of directories, sizes say nothing. */
export function rankOf(
  order: FolderOrder,
  {
    isDirectory,
    size,
    modifiedAt,
  }: {
    readonly isDirectory: boolean;
    readonly size: number;
    readonly modifiedAt: number;
  },
): number {
  if (order === 'time') return modifiedAt;
  return order === 'name' || isDirectory ? 0 : size;
}

/** Directories first, each part by rank, and by name where ranks are equal. */
export function inFolderOrder(names: readonly RankedName[]): readonly FolderName[] {
  const sortable = names.map(({ entry, rank }) => {
    const { isDirectory, name, label } = entry;
    return { entry, rank, group: isDirectory ? 0 : 1, key: (label ?? name).toLowerCase() };
  });
  // A collator would take a second for a hundred thousand.
  sortable.sort(
    (one, other) =>
      one.group - other.group || one.rank - other.rank || compareTexts(one.key, other.key),
  );
  return sortable.map(({ entry }) => entry);
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
