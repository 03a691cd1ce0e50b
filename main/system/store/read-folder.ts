import { inFolderOrder, rankOf, type RankedName } from '../../domain/folder-order.js';
import { displayName, escapeLatin1 } from '../../shared/display-name.js';
import type { SnapshotEntry } from '../../engine/ports.js';
import type { OpenTree, PathNames, Tree } from '../../engine/snapshot-contents.js';
import type { FolderName, FolderOrder } from '../../shared/snapshot-content.js';
import { takeTurns } from '../take-turns.js';

/** The names in an open directory, directories first. */
export function readFolder(directory: Tree, order: FolderOrder): readonly FolderName[] {
  return inFolderOrder(namesIn(directory, order));
}

/**
 * The names in a directory of a snapshot, and those that other snapshots have there and this one has not.
 *
 * A directory whose time of change is that of the one looked at before has the same names.
 *
 * @param snapshots oldest first
 */
export async function readFolderWithDeleted(
  current: Tree | null,
  snapshots: readonly SnapshotEntry[],
  names: PathNames,
  open: OpenTree,
  order: FolderOrder,
  signal: AbortSignal,
): Promise<readonly FolderName[]> {
  const turn = takeTurns(signal);
  const found = new Map<string, RankedName>();
  for (const named of current === null ? [] : namesIn(current, order)) {
    found.set(named.entry.name, named);
  }
  let seen = current?.stats().mtimeMs ?? Number.NaN;
  for (const snapshot of snapshots.toReversed()) {
    await turn();
    const directory = open(snapshot, names);
    if (directory === null) continue;
    try {
      const { mtimeMs } = directory.stats();
      if (mtimeMs === seen) continue;
      seen = mtimeMs;
      for (const { entry, rank } of namesIn(directory, order)) {
        if (!found.has(entry.name))
          found.set(entry.name, { entry: { ...entry, lastIn: snapshot.name }, rank });
      }
    } finally {
      directory.close();
    }
  }
  return inFolderOrder([...found.values()]);
}

function namesIn(directory: Tree, order: FolderOrder): RankedName[] {
  return directory.entries().map((entry) => {
    const name = escapeLatin1(entry.name);
    const label = displayName(name);
    const { isDirectory } = entry;
    return {
      entry: label === name ? { name, isDirectory } : { name, label, isDirectory },
      rank: order === 'name' ? 0 : rankIn(directory, Buffer.from(entry.name, 'latin1'), order),
    };
  });
}

/** What has just gone is as small and old as can be. */
function rankIn(directory: Tree, name: Uint8Array, order: FolderOrder): number {
  const stats = directory.lstat(name);
  if (stats === null) return 0;
  const { size, mtimeMs: modifiedAt } = stats;
  return rankOf(order, { isDirectory: stats.isDirectory(), size, modifiedAt });
}
