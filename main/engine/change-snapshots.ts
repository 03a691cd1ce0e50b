import { BackupError } from '../shared/backup-error.js';
import type { SnapshotRecord } from '../shared/run-record.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { asBackupError } from './as-backup-error.js';
import type { Store } from './ports.js';
import type { SnapshotEntry } from './ports-contents.js';
import type { RunContext } from './run-context.js';
import { beginRecord } from './run-records.js';
import { summarizeSnapshots } from './summarize-snapshots.js';
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

/**
 * Removes snapshots that a person has chosen, one after the other. The catalog keeps a record of it, as of every rotation.
 *
 * @param onBefore is told what there is, and what of it will be left, before the first is removed
 * @throws BackupError `snapshot-pinned` before any is removed; `cancelled` between two, or in the middle of one, which the next
 *   run then removes entirely.
 */
export async function removeSnapshots(
  destination: OpenDestination,
  names: readonly string[],
  onBefore: (there: Snapshots, left: Snapshots) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { context, store } = destination;
  await withLock(destination, async () => {
    const records = await store.snapshotRecords();
    for (const name of names) {
      await findSnapshot(store, name);
      if (records.get(name)?.pinned === true) throw pinned(name);
    }
    const there = await summarizeSnapshots(store);
    await onBefore(
      there,
      there.filter(({ name }) => !names.includes(name)),
    );
    const written = { ...context, description: { ...context.description, dryRun: false } };
    const record = await beginRecord(written, store);
    try {
      for (const name of names) await removeOne(context, store, name);
      await store.flush();
      await record.end(null);
    } catch (error) {
      await record.end(asBackupError(error));
      throw error;
    }
  });
}

type Snapshots = readonly SnapshotSummary[];

async function removeOne(
  { emit, signal, ports: { clock } }: RunContext,
  store: Store,
  name: string,
): Promise<void> {
  signal.throwIfAborted();
  const start = clock.now().getTime();
  await store.removeSnapshot(name, signal);
  emit({ event: 'removed', name, seconds: (clock.now().getTime() - start) / 1000 });
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

function pinned(name: string): BackupError {
  return new BackupError({
    code: 'snapshot-pinned',
    title: `The snapshot “${name}” is pinned, and nothing was removed.`,
    advice: 'Unpin it first.',
  });
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
