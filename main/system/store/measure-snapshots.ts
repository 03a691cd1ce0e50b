import type { SnapshotEntry } from '../../engine/ports.js';
import type { OpenTree, Tree } from '../../engine/snapshot-contents.js';
import type { SnapshotSpace } from '../../shared/snapshot-content.js';
import { takeTurns } from '../take-turns.js';

/** stat(2), st_blocks. */
const BLOCK = 512;

interface SharedFile {
  readonly bytes: number;
  readonly links: number;
  seen: number;
}

/**
 * What snapshots take, and what would be free if they were removed together: the files of which no name is anywhere else. That
 * is exact for hard links; btrfs shares what the number of links does not tell.
 */
export async function measureSnapshots(
  snapshots: readonly SnapshotEntry[],
  open: OpenTree,
  signal: AbortSignal,
): Promise<SnapshotSpace> {
  const turn = takeTurns(signal);
  const shared = new Map<number, SharedFile>();
  let own = 0;
  const measure = async (directory: Tree): Promise<void> => {
    own += directory.stats().blocks * BLOCK;
    for (const name of directory.names()) {
      await turn();
      const stats = directory.lstat(name);
      if (stats === null) continue;
      if (stats.isDirectory()) {
        const inner = directory.child(name);
        try {
          await measure(inner);
        } finally {
          inner.close();
        }
      } else if (stats.nlink === 1) own += stats.blocks * BLOCK;
      else {
        const file = shared.get(stats.ino);
        if (file !== undefined) file.seen += 1;
        else shared.set(stats.ino, { bytes: stats.blocks * BLOCK, links: stats.nlink, seen: 1 });
      }
    }
  };
  for (const snapshot of snapshots) {
    const directory = open(snapshot, []);
    if (directory === null) continue;
    try {
      await measure(directory);
    } finally {
      directory.close();
    }
  }
  let bytes = own;
  let freed = own;
  for (const file of shared.values()) {
    bytes += file.bytes;
    if (file.seen >= file.links) freed += file.bytes;
  }
  const told = snapshots.every(({ method }) => method === 'hard-links');
  return { bytes, freed: told ? freed : null };
}
