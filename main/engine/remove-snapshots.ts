import { BackupError } from '../shared/backup-error.js';
import { isGone, type Removal } from '../shared/removal.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { asBackupError } from './as-backup-error.js';
import { findSnapshot } from './change-snapshots.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';
import { beginRecord } from './run-records.js';
import { summarizeSnapshots } from './summarize-snapshots.js';
import { withLock, type OpenDestination } from './use-destination.js';

/**
 * Removes snapshots that a person has chosen, one after the other, and says of each what became of it. Those that are pinned or
 * not there are passed over; the first that cannot be removed is the last that is tried. The catalog keeps a record of it, as of
 * every rotation.
 *
 * @param onLeft is told what there was, and what of it is left, before the first is removed; again where not all of them went
 * @throws BackupError where not even the first was tried
 */
export async function removeSnapshots(
  destination: OpenDestination,
  chosen: readonly string[],
  onLeft: OnLeft = () => Promise.resolve(),
): Promise<readonly Removal[]> {
  return withLock(destination, async () => {
    const { context, store } = destination;
    const names = [...new Set(chosen)];
    const refused = await refusals(store, names);
    const wanted = names.filter((name) => !refused.has(name));
    if (wanted.length === 0)
      return names.map((name) => ({ ...untouched(name), ...refused.get(name) }));
    const there = await summarizeSnapshots(store);
    const without = (gone: readonly string[]): Snapshots =>
      there.filter(({ name }) => !gone.includes(name));
    await onLeft(there, without(wanted));
    const removed = await removeRecorded(context, store, wanted);
    const gone = removed.filter(isGone).map(({ snapshot }) => snapshot);
    if (gone.length < wanted.length) await onLeft(there, without(gone));
    const told = new Map(removed.map((removal) => [removal.snapshot, removal]));
    return names.map((name) => told.get(name) ?? { ...untouched(name), ...refused.get(name) });
  });
}

/** Oldest first. */
type Snapshots = readonly SnapshotSummary[];

export type OnLeft = (there: Snapshots, left: Snapshots) => Promise<void>;

/** @throws BackupError `snapshot-missing`, `snapshot-pinned` */
export async function checkRemovable(store: Store, names: readonly string[]): Promise<void> {
  const records = await store.snapshotRecords();
  for (const name of names) {
    await findSnapshot(store, name);
    if (records.get(name)?.pinned === true) throw pinned(name);
  }
}

async function refusals(
  store: Store,
  names: readonly string[],
): Promise<ReadonlyMap<string, Pick<Removal, 'outcome'>>> {
  // Only what is listed is ever removed.
  const there = new Set((await store.snapshots()).map(({ name }) => name));
  const records = await store.snapshotRecords();
  const refused = new Map<string, Pick<Removal, 'outcome'>>();
  for (const name of names) {
    if (!there.has(name)) refused.set(name, { outcome: 'missing' });
    else if (records.get(name)?.pinned === true) refused.set(name, { outcome: 'pinned' });
  }
  return refused;
}

async function removeRecorded(
  context: RunContext,
  store: Store,
  names: readonly string[],
): Promise<readonly Removal[]> {
  const written = { ...context, description: { ...context.description, dryRun: false } };
  const record = await beginRecord(written, store);
  const removals: Removal[] = [];
  try {
    for (const name of names) {
      await removeOne(context, store, name);
      removals.push({ snapshot: name, outcome: 'removed', failure: null });
    }
    await store.flush();
    await record.end(null);
  } catch (error) {
    await record.end(asBackupError(error));
    const name = names[removals.length];
    // All are gone: what failed is only to make that safe against a loss of power.
    if (name === undefined) throw error;
    removals.push(await afterFailure(context, store, name, asBackupError(error)));
  }
  return removals;
}

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

/** One that was stopped in the middle is no snapshot any more, although some of it is still there. */
async function afterFailure(
  { signal }: RunContext,
  store: Store,
  snapshot: string,
  { code, message: title, advice, detail }: BackupError,
): Promise<Removal> {
  const isLeft = await isListed(store, snapshot);
  if (signal.aborted) {
    return isLeft === false ? { ...untouched(snapshot), outcome: 'begun' } : untouched(snapshot);
  }
  return { snapshot, outcome: 'failed', failure: { code, title, advice, detail } };
}

/** null: nobody can tell. */
async function isListed(store: Store, snapshot: string): Promise<boolean | null> {
  try {
    return (await store.snapshots()).some(({ name }) => name === snapshot);
  } catch (error) {
    asBackupError(error);
    return null;
  }
}

function untouched(snapshot: string): Removal {
  return { snapshot, outcome: 'untouched', failure: null };
}

function pinned(name: string): BackupError {
  return new BackupError({
    code: 'snapshot-pinned',
    title: `The snapshot “${name}” is pinned, and nothing was removed.`,
    advice: 'Unpin it first.',
  });
}
