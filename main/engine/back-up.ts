import { isInterrupted, isSnapshotted, isUnchanged } from '../domain/change-history.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import { BackupError, UnsupportedPlatformError } from '../shared/backup-error.js';
import type { RunRecord } from '../shared/run-record.js';
import { asBackupError } from './as-backup-error.js';
import { checkDestination } from './check-destination.js';
import { detachAttributes } from './detach-attributes.js';
import { findDisk, withOpenDisk } from './open-disk.js';
import type { Store } from './ports.js';
import { checkPolicy, rotateSnapshots } from './rotate-snapshots.js';
import type { RunContext } from './run-context.js';
import { beginRecord, type OpenRecord } from './run-records.js';
import { takeSnapshot } from './take-snapshot.js';
import { transferChanges } from './transfer-changes.js';
import { checkRoom, prepareDestination } from './prepare-destination.js';

/** What is left to know when everything is over. */
export interface BackupSummary {
  readonly record: RunRecord;
  readonly destinationId: string | null;
}

/** The whole run: check, unlock, mount, prepare, detach, rsync, snapshot, rotate, unmount, lock. */
export async function backUp(context: RunContext): Promise<BackupSummary> {
  context.enter('check');
  checkPlatform(context);
  if (context.description.actions.rotate) checkPolicy(context.description.rotation);
  const disk = await findDisk(context);
  if (context.description.actions.backup) {
    await context.ports.source.identity(context.description.source);
    await context.ports.transfer.checkInstalled();
  }
  return withOpenDisk(context, disk, () => useStore(context));
}

function checkPlatform(context: RunContext): void {
  const { description, ports } = context;
  const name = ports.kernelName();
  if (name === 'Linux') return;
  if (description.force) {
    context.warn(
      'unsupported-platform',
      `This is ${name} and not Linux; nobody has tried what happens there.`,
    );
    return;
  }
  throw new UnsupportedPlatformError({
    code: 'unsupported-platform',
    title: `This is ${name}; only Linux is supported.`,
    advice: 'Add --force to try it all the same.',
  });
}

async function useStore(context: RunContext): Promise<BackupSummary> {
  context.enter('prepare');
  const store = await context.ports.openStore(context.description.destination);
  const marker = await checkDestination(context, store);
  if (context.description.dryRun) {
    return { record: await runPhases(context, store, null), destinationId: marker?.id ?? null };
  }
  const { lock, id } = await prepareDestination(context, store, marker);
  try {
    return { record: await runPhases(context, store, id), destinationId: id };
  } finally {
    await lock.release();
  }
}

async function runPhases(context: RunContext, store: Store, id: string | null): Promise<RunRecord> {
  const record = await beginRecord(context, store, id !== null);
  try {
    await copyChanges(context, store, record);
    await keepSnapshot(context, store, record);
    if (context.description.actions.rotate) {
      await rotateSnapshots(context, store, context.description.dryRun ? record.snapshot() : null);
    }
    // A snapshot was flushed before it got its name.
    if (id !== null && record.snapshot() === null) await store.flush();
    return await record.end(null);
  } catch (error) {
    await record.end(asBackupError(error));
    throw error;
  }
}

async function copyChanges(context: RunContext, store: Store, record: OpenRecord): Promise<void> {
  const { actions, source, excludes, multiFs, dryRun } = context.description;
  if (!actions.backup) return;
  const plan: TransferPlan = { source, destination: store.latest, excludes, multiFs };
  if (!dryRun) {
    await checkRoom(store);
    await detachAttributes(context, store, plan, record);
  }
  const log = dryRun ? null : await store.openChangeLog(record.id);
  try {
    record.transferred(await transferChanges(context, store, plan, record.runs, log));
  } catch (error) {
    await log?.discard();
    throw error;
  }
  if ((await log?.close()) === false) record.notWritten();
}

async function keepSnapshot(context: RunContext, store: Store, record: OpenRecord): Promise<void> {
  const { actions, skipUnchanged } = context.description;
  if (!actions.snapshot) return;
  if (!actions.backup && isInterrupted(record.runs)) throw halfUpdated(store);
  const changes = record.changes();
  if (skipUnchanged && changes !== null && isUnchanged(changes)) {
    const names = (await store.snapshots()).map(({ name }) => name);
    if (isSnapshotted(record.runs, names)) return;
  }
  await record.snapshotTaken(await takeSnapshot(context, store));
}

function halfUpdated(store: Store): BackupError {
  return new BackupError({
    code: 'latest-incomplete',
    title: `The last backup into “${store.latest}” did not finish: half of it may be old, half new.`,
    advice: 'Make a backup first; its snapshot is whole.',
  });
}
