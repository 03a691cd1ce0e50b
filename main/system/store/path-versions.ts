import { distinctVersions, type Appearance } from '../../domain/distinct-versions.js';
import type { SnapshotEntry } from '../../engine/ports.js';
import type { OpenTree, PathNames } from '../../engine/snapshot-contents.js';
import type { PathVersion } from '../../shared/snapshot-content.js';
import { takeTurns } from '../take-turns.js';

interface Found extends Appearance {
  readonly links: number;
}

/**
 * The versions of a path, newest first.
 *
 * @param snapshots oldest first
 * @param names from the snapshot to it; never empty
 */
export async function pathVersions(
  snapshots: readonly SnapshotEntry[],
  names: PathNames,
  open: OpenTree,
  signal: AbortSignal,
): Promise<readonly PathVersion[]> {
  const turn = takeTurns(signal);
  const found: Found[] = [];
  for (const snapshot of snapshots) {
    await turn();
    const appearance = appearanceIn(snapshot, names, open);
    if (appearance !== null) found.push(appearance);
  }
  return distinctVersions(found).map(({ newest, oldest, snapshots: count }) => {
    const { kind, size, modifiedAt, mode, uid, gid, linkTarget } = newest.facts;
    return {
      ...{ newest: newest.snapshot, oldest: oldest.snapshot, snapshots: count },
      ...{ kind, size, modifiedAt, mode: mode & 0o7777, uid, gid, linkTarget },
      ...{ links: newest.links, inode: newest.inode },
    };
  });
}

/** null: it is not there, or the snapshot has gone meanwhile. */
function appearanceIn(snapshot: SnapshotEntry, names: PathNames, open: OpenTree): Found | null {
  const directory = open(snapshot, names.slice(0, -1));
  if (directory === null) return null;
  try {
    const name = names.at(-1) ?? new Uint8Array();
    const stats = directory.lstat(name);
    if (stats === null) return null;
    const facts = directory.factsOf(name, stats);
    return { snapshot: snapshot.name, facts, inode: stats.ino, links: stats.nlink };
  } finally {
    directory.close();
  }
}
