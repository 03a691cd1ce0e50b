import { displayName, escapeName } from '../../shared/display-name.js';
import { BackupError } from '../../shared/backup-error.js';
import type { DirectoryEntry } from '../../shared/snapshot-content.js';
import type { PathNames, SnapshotContents, SnapshotEntry } from '../../engine/ports-contents.js';
import { takeTurns } from '../take-turns.js';

/** More would neither be looked through by a person nor fit into a message. */
const MOST_ENTRIES = 200_000;

/**
 * What a directory of a snapshot holds, in no order.
 *
 * @throws BackupError `not-in-snapshot`, also where the way leads over a symbolic link; `directory-too-large`
 */
export async function browseSnapshot(
  contents: SnapshotContents,
  snapshot: SnapshotEntry,
  names: PathNames,
  signal: AbortSignal,
): Promise<readonly DirectoryEntry[]> {
  const open = await contents.look([{ snapshot, names }], 'inside', signal);
  const directory = open(snapshot, names);
  if (directory === null) {
    throw notInSnapshot(
      `There is no directory “${shown(names)}” in the snapshot “${snapshot.path}”.`,
    );
  }
  const turn = takeTurns(signal);
  try {
    const found = directory.names();
    if (found.length > MOST_ENTRIES) throw tooLarge(names);
    const entries: DirectoryEntry[] = [];
    for (const name of found) {
      await turn();
      const stats = directory.lstat(name);
      // null: it has just been removed; backups hold still, mostly.
      if (stats === null) continue;
      const { kind, size, modifiedAt, mode, uid, gid, linkTarget } = directory.factsOf(name, stats);
      entries.push({
        ...{ name: escapeName(name), kind, size, modifiedAt: Math.round(modifiedAt) },
        ...{ mode: mode & 0o7777, uid, gid, links: stats.nlink, inode: stats.ino, linkTarget },
      });
    }
    return entries;
  } finally {
    directory.close();
  }
}

export function notInSnapshot(title: string): BackupError {
  const advice = 'Choose one that is listed there.';
  return new BackupError({ code: 'not-in-snapshot', title, advice });
}

export function shown(names: readonly Uint8Array[]): string {
  return displayName(names.map(escapeName).join('/'));
}

function tooLarge(path: readonly Uint8Array[]): BackupError {
  return new BackupError({
    code: 'directory-too-large',
    title: `The directory “${shown(path)}” holds more than ${MOST_ENTRIES.toLocaleString('en')} entries.`,
    advice: 'Look into it with a terminal, or restore it as a whole.',
  });
}
