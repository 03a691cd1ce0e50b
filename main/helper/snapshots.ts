import { backupLeft } from '../domain/backup-left.js';
import { parseSnapshotPath } from '../domain/snapshot-path.js';
import { findSnapshot, markSnapshot } from '../engine/change-snapshots.js';
import { removeSnapshots } from '../engine/remove-snapshots.js';
import { summarizeSnapshots } from '../engine/summarize-snapshots.js';
import { BackupError } from '../shared/backup-error.js';
import type {
  BrowseRequest,
  PathRequest,
  PinRequest,
  PreviewRequest,
  SnapshotsRequest,
  SentPreview,
} from '../shared/helper-protocol.js';
import type { ProfileState } from '../shared/profile-state.js';
import type { Removal } from '../shared/removal.js';
import type { DirectoryEntry, PathVersion, Preview } from '../shared/snapshot-content.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { systemClock } from '../system/clock.js';
import { readProfileState, writeProfileState } from '../system/profile-states.js';
import { browseSnapshot, notInSnapshot, shown } from '../system/store/browse-snapshot.js';
import { pathVersions } from '../system/store/path-versions.js';
import { previewFile } from '../system/store/preview-file.js';
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

/** Bytes of an image or a document that fit into a line and into memory without much ado. */
const MOST_SENT = 16 * 1024 ** 2;

/** The verb `preview`. */
export async function preview(
  session: Session,
  { snapshot, path }: PreviewRequest,
): Promise<SentPreview> {
  const names = parseSnapshotPath(path) ?? [];
  return withDestination(session, async ({ context: { signal }, store }) => {
    const { contents } = store;
    const place = { snapshot: await findSnapshot(store, snapshot), names };
    const open = await contents.look([place], 'itself', signal);
    const directory = open(place.snapshot, names.slice(0, -1));
    const isThere = directory?.lstat(names.at(-1) ?? new Uint8Array()) ?? null;
    directory?.close();
    if (isThere === null) throw notInSnapshot(`“${shown(names)}” is not in this snapshot.`);
    return sent(await previewFile((bytes) => contents.read(place, bytes, signal), MOST_SENT));
  });
}

function sent(preview: Preview): SentPreview {
  if (!('bytes' in preview)) return preview;
  const { bytes, ...rest } = preview;
  return { ...rest, base64: Buffer.from(bytes).toString('base64') };
}

/** The verb `versions`. */
export async function versions(
  session: Session,
  { path }: PathRequest,
): Promise<readonly PathVersion[]> {
  const names = parseSnapshotPath(path) ?? [];
  return withDestination(session, async ({ context: { signal }, store }) => {
    const snapshots = await store.snapshots();
    const places = snapshots.map((snapshot) => ({ snapshot, names }));
    const open = await store.contents.look(places, 'itself', signal);
    return pathVersions(snapshots, names, open, signal);
  });
}

/**
 * The verb `remove-snapshot`. What is remembered follows first: a loss of power in between must not leave it telling of a backup
 * that is not there.
 */
export async function remove(
  session: Session,
  { snapshots }: SnapshotsRequest,
): Promise<readonly Removal[]> {
  return withDestination(session, async ({ profile, ...destination }) => {
    let before: ProfileState | null = null;
    return removeSnapshots(destination, snapshots, async (there, left) => {
      before ??= await readProfileState(profile);
      const lastBackup = backupLeft(before.lastBackup, there, left);
      const asOf = systemClock.now().toISOString();
      await writeProfileState(profile, { ...before, asOf, lastBackup });
    });
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
