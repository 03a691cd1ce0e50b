import { parseSnapshotPath } from '../domain/snapshot-path.js';
import { beginRecord } from '../engine/run-records.js';
import type { RunContext } from '../engine/run-context.js';
import type { SnapshotEntry, Store } from '../engine/ports.js';
import { summarizeSnapshots } from '../engine/summarize-snapshots.js';
import { asBackupError } from '../engine/as-backup-error.js';
import { BackupError } from '../shared/backup-error.js';
import type {
  BrowseRequest,
  DirectoryEntry,
  PinRequest,
  SnapshotRequest,
} from '../shared/helper-protocol.js';
import type { SnapshotRecord } from '../shared/run-record.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { browseSnapshot } from '../system/store/browse-snapshot.js';
import { withDestination, withLockedDestination } from './open-destination.js';
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
    return browseSnapshot(entry.path, names, context.signal);
  });
}

/** The verb `remove-snapshot`. The catalog keeps a record of it, as of every rotation. */
export async function removeSnapshot(
  session: Session,
  { snapshot }: SnapshotRequest,
): Promise<null> {
  return withLockedDestination(session, async ({ context, store }) => {
    const { name } = await findSnapshot(store, snapshot);
    if ((await store.snapshotRecords()).get(name)?.pinned === true) throw pinned(name);
    const written = { ...context, description: { ...context.description, dryRun: false } };
    const record = await beginRecord(written, store);
    try {
      await removeOne(context, store, name);
      await store.flush();
      await record.end(null);
    } catch (error) {
      await record.end(asBackupError(error));
      throw error;
    }
    return null;
  });
}

async function removeOne(
  { emit, signal, ports: { clock } }: RunContext,
  store: Store,
  name: string,
): Promise<void> {
  const start = clock.now().getTime();
  await store.removeSnapshot(name, signal);
  emit({ event: 'removed', name, seconds: (clock.now().getTime() - start) / 1000 });
}

/** The verb `pin`. */
export async function pin(session: Session, request: PinRequest): Promise<null> {
  return withLockedDestination(session, async ({ store }) => {
    const { name } = await findSnapshot(store, request.snapshot);
    const known = (await store.snapshotRecords()).get(name) ?? unknownSnapshot(name);
    if (!(await store.saveSnapshotRecord({ ...known, name, pinned: request.pinned }))) {
      throw new BackupError({
        code: 'catalog-not-written',
        title: `It could not be written down that “${name}” is ${request.pinned ? 'kept' : 'no longer kept'}.`,
        advice: 'Make room on the disk of the backup, and check that it can be written to.',
      });
    }
    await store.flush();
    return null;
  });
}

/** Only what is listed is ever opened, removed or written about. */
export async function findSnapshot(store: Store, name: string): Promise<SnapshotEntry> {
  const entry = (await store.snapshots()).find((snapshot) => snapshot.name === name);
  if (entry !== undefined) return entry;
  throw new BackupError({
    code: 'snapshot-missing',
    title: 'There is no such snapshot in this backup.',
    advice: 'It may have been removed; look at the list again.',
  });
}

/** One that the catalog knows nothing of, as those of the Python original. */
function unknownSnapshot(name: string): SnapshotRecord {
  return { version: 1, name, run: null, complete: true, changes: null, pinned: false, note: '' };
}

function pinned(name: string): BackupError {
  return new BackupError({
    code: 'snapshot-pinned',
    title: `The snapshot “${name}” is kept for good.`,
    advice: 'Say first that it need not be kept any longer.',
  });
}
