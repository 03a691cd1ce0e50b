import type { SearchIndex } from '../../domain/search-index.js';
import type { Store } from '../../engine/ports.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import { readSearchIndex, writeSearchIndex } from './search-index-file.js';

/** The index of these snapshots that is kept in a file; made, and kept there, where none of exactly these is. */
export async function keptSearchIndex(
  file: string,
  { contents }: Pick<Store, 'contents'>,
  snapshots: readonly SnapshotEntry[],
  signal: AbortSignal,
): Promise<SearchIndex> {
  const kept = await readSearchIndex(
    file,
    snapshots.map(({ name }) => name),
  );
  if (kept !== null) return kept;
  const made = await contents.index(snapshots, signal);
  await writeSearchIndex(file, made);
  return made;
}
