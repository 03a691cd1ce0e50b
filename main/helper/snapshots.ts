import { parseSnapshotPath } from '../domain/snapshot-path.js';
import { findSnapshot, markSnapshot, removeSnapshots } from '../engine/change-snapshots.js';
import { summarizeSnapshots } from '../engine/summarize-snapshots.js';
import { BackupError } from '../shared/backup-error.js';
import type {
  BrowseRequest,
  DirectoryEntry,
  PinRequest,
  SnapshotRequest,
} from '../shared/helper-protocol.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { browseSnapshot } from '../system/store/browse-snapshot.js';
import { withDestination } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `list`; a destination without a backup has no snapshots. */
export async function listSnapshots(session: Session): Promise<readonly SnapshotSummary[]> {
  try {
    return await withDestination(session, ({ store }) => summarizeSnapshots(store));
  } catch (error) {
    if (error instanceof BackupError && error.code === 'no-backup') return [];
    throw error;
  }
}

/** The verb `browse`. */
export async function browse(
  session: Session,
  { snapshot, path }: BrowseRequest,
): Promise<readonly DirectoryEntry[]> {
  const names = parseSnapshotPath(path) ?? [];
  return withDestination(session, async ({ context, store }) => {
    const entry = await findSnapshot(store, snapshot);
    return browseSnapshot(store.contents, entry, names, context.signal);
  });
}

/** The verb `remove-snapshot`. */
export async function removeSnapshot(
  session: Session,
  { snapshot }: SnapshotRequest,
): Promise<null> {
  return withDestination(session, async (destination) => {
    await removeSnapshots(destination, [snapshot]);
    return null;
  });
}

/** The verb `pin`. */
export async function pin(session: Session, { snapshot, pinned, note }: PinRequest): Promise<null> {
  const marks = { ...(pinned === null ? {} : { pinned }), ...(note === null ? {} : { note }) };
  return withDestination(session, async (destination) => {
    await markSnapshot(destination, snapshot, marks);
    return null;
  });
}
