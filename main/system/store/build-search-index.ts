import { escapeLatin1, unescapeName } from '../../shared/display-name.js';
import type { SearchIndex } from '../../domain/search-index.js';
import { SearchIndexBuilder, type IndexedDirectory } from '../../domain/search-index-builder.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import { errorCode } from '../error-code.js';
import { takeTurns } from '../take-turns.js';
import { ABSENT, TreeDirectory } from '../tree-directory.js';

/** Entries of all snapshots together; a system has about half a million. */
export const MOST_ENTRIES = 3_000_000;

/**
 * Looks through all snapshots, the newest first. A directory whose time of change is the same in the next older one has the
 * same names there, so that only directories are looked at again.
 *
 * @param snapshots oldest first
 */
export async function buildSearchIndex(
  snapshots: readonly SnapshotEntry[],
  signal: AbortSignal,
): Promise<SearchIndex> {
  const builder = new SearchIndexBuilder(
    snapshots.map(({ name }) => name),
    MOST_ENTRIES,
  );
  const turn = takeTurns(signal);
  for (const [place, { path }] of [...snapshots.entries()].toReversed()) {
    const root = TreeDirectory.find(path, []);
    if (root === null) continue;
    try {
      await addDirectory(builder, builder.root, root, place, turn);
    } finally {
      root.close();
    }
  }
  return builder.finish();
}

async function addDirectory(
  builder: SearchIndexBuilder,
  known: IndexedDirectory,
  directory: TreeDirectory,
  place: number,
  turn: () => Promise<void> | null,
): Promise<void> {
  await turn();
  const { mtimeMs } = directory.stats();
  if (known.modifiedAt !== mtimeMs) {
    builder.setNames(known, namesIn(directory), place);
    known.modifiedAt = mtimeMs;
  }
  for (const [name, inner] of builder.directoriesIn(known)) {
    const opened = openReadable(directory, unescapeName(name));
    if (opened === 'closed') builder.leaveClosed(inner);
    if (opened === 'closed' || opened === null) continue;
    try {
      await addDirectory(builder, inner, opened, place, turn);
    } finally {
      opened.close();
    }
  }
}

function namesIn(directory: TreeDirectory): readonly string[] {
  return directory
    .entries()
    .map(({ name, isDirectory }) => `${escapeLatin1(name)}${isDirectory ? '/' : ''}`);
}

/** null: it has gone. */
function openReadable(directory: TreeDirectory, name: Uint8Array): TreeDirectory | 'closed' | null {
  try {
    return directory.child(name);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EACCES') return 'closed';
    if (ABSENT.has(code)) return null;
    throw error;
  }
}
