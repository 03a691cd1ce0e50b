import { BackupError } from '../shared/backup-error.js';
import type { SnapshotRecord } from '../shared/run-record.js';
import type { Store } from './ports.js';
import type { SnapshotEntry } from './ports-contents.js';
import { withLock, type OpenDestination } from './use-destination.js';

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

/** Two of them; null: what is there now. */
export async function findBoth(
  store: Store,
  names: { readonly before: string | null; readonly after: string | null },
): Promise<readonly [SnapshotEntry | null, SnapshotEntry | null]> {
  const find = async (name: string | null): Promise<SnapshotEntry | null> =>
    name === null ? null : await findSnapshot(store, name);
  return [await find(names.before), await find(names.after)];
}

/** What a person says of a snapshot; what is left out stays. */
export interface SnapshotMarks {
  readonly pinned?: boolean;
  readonly note?: string;
}

/** @throws BackupError `snapshot-missing`, `note-too-long`, `catalog-not-written` */
export async function markSnapshot(
  destination: OpenDestination,
  snapshot: string,
  marks: SnapshotMarks,
): Promise<void> {
  const { store } = destination;
  if ((marks.note?.length ?? 0) > LONGEST_NOTE) throw noteTooLong();
  await withLock(destination, async () => {
    const { name } = await findSnapshot(store, snapshot);
    const known = (await store.snapshotRecords()).get(name) ?? unknownSnapshot(name);
    if (!(await store.saveSnapshotRecord({ ...known, ...marks, name }))) throw notWritten(name);
    await store.flush();
  });
}

/** Characters. */
const LONGEST_NOTE = 1000;

/** One that the catalog knows nothing of, as those of the Python original. */
function unknownSnapshot(name: string): SnapshotRecord {
  return { version: 1, name, run: null, complete: true, changes: null, pinned: false, note: '' };
}

function noteTooLong(): BackupError {
  return new BackupError({
    code: 'note-too-long',
    title: `A note has at most ${String(LONGEST_NOTE)} characters.`,
    advice: 'Write less.',
  });
}

function notWritten(name: string): BackupError {
  return new BackupError({
    code: 'catalog-not-written',
    title: `Nothing could be written down about “${name}”.`,
    advice: 'Make room on the disk of the backup, and check that it can be written to.',
  });
}
