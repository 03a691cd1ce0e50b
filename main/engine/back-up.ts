import { isInterrupted, isSnapshotted, isUnchanged } from '../domain/change-history.js';
import { partsWorthKeeping } from '../domain/parts-worth-keeping.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import { RSYNC_PARTIAL, RSYNC_VANISHED } from '../domain/rsync-exit.js';
import { BackupError, UnsupportedPlatformError } from '../shared/backup-error.js';
import { asBackupError } from './as-backup-error.js';
import { backUpToDaemon } from './back-up-to-daemon.js';
import { checkDestination } from './check-destination.js';
import { checkedDestination } from './checked-destination.js';
import { detachAttributes } from './detach-attributes.js';
import { whileLookingForChanges, type EarlyLook } from './early-look.js';
import { findDisk } from './find-disk.js';
import { withOpenDisk } from './open-disk.js';
import type { Store } from './ports.js';
import type { MountHold } from './ports-disks.js';
import { checkPolicy, rotateSnapshots } from './rotate-snapshots.js';
import type { RunContext } from './run-context.js';
import { beginRecord, type OpenRecord } from './run-records.js';
import { takeSnapshot } from './take-snapshot.js';
import { transferChanges } from './transfer-changes.js';
import { checkRoom, prepareDestination } from './prepare-destination.js';
import { withWritableView } from './writable-view.js';

/** The whole run: check, unlock, mount, prepare, detach, rsync, snapshot, rotate, unmount, lock. */
export async function backUp(context: RunContext): Promise<void> {
  context.enter('check');
  checkPlatform(context);
  if (context.description.actions.rotate) checkPolicy(context.description.rotation);
  const destination = checkedDestination(context.description);
  checkTransfer(context);
  const disk = await findDisk(context);
  if (context.description.actions.backup) {
    await context.ports.source.identity(context.description.source);
    await context.ports.transfer.checkInstalled();
  }
  if (destination.kind === 'daemon') {
    await backUpToDaemon(context, destination);
    return;
  }
  const { actions, dryRun, multiFs } = context.description;
  const isFar = destination.kind === 'ssh' && actions.backup && !dryRun && !multiFs;
  const work = (hold: MountHold | null): Promise<void> =>
    isFar
      ? whileLookingForChanges(context, (early) => useStore(context, hold, early))
      : useStore(context, hold, null);
  await withOpenDisk(context, disk, work);
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

/** A daemon calls after every transfer, however it went. */
function checkTransfer(context: RunContext): void {
  const { transferStatus = 0, destination } = context.description;
  if (transferStatus === 0 || transferStatus === RSYNC_VANISHED) return;
  if (transferStatus === RSYNC_PARTIAL) {
    context.warn('files-unreadable', 'Some files could not be read and are not in this backup.');
    return;
  }
  throw new BackupError({
    code: 'transfer-failed',
    title: `The transfer into “${destination}” failed (rsync's exit value ${String(transferStatus)}): nothing is kept and nothing removed.`,
    advice: 'The next transfer that succeeds makes up for it.',
  });
}

async function useStore(
  context: RunContext,
  hold: MountHold | null,
  early: EarlyLook | null,
): Promise<void> {
  context.enter('prepare');
  const store = await context.ports.openStore(context.description.destination, context.signal);
  try {
    await useOpenStore(context, store, hold, early);
  } finally {
    await store.close();
  }
}

async function useOpenStore(
  context: RunContext,
  store: Store,
  hold: MountHold | null,
  early: EarlyLook | null,
): Promise<void> {
  const marker = await checkDestination(context, store);
  if (context.description.dryRun) {
    context.learn({ destinationId: marker?.id ?? null });
    await runPhases(context, store, null);
    return;
  }
  await withWritableView(context, async () => {
    const lock = await prepareDestination(context, store, marker, hold);
    try {
      await runPhases(context, store, early);
    } finally {
      await lock.release();
    }
  });
}

async function runPhases(
  context: RunContext,
  store: Store,
  early: EarlyLook | null,
): Promise<void> {
  const { actions, dryRun } = context.description;
  const record = await beginRecord(context, store);
  try {
    await copyChanges(context, store, record, early);
    await keepSnapshot(context, store, record);
    if (actions.rotate) await rotateSnapshots(context, store);
    // A snapshot is flushed before it counts as one.
    if (!dryRun && context.facts.snapshot === null) await store.flush();
    await record.end(null);
  } catch (error) {
    await record.end(asBackupError(context.stopped ?? error));
    throw error;
  }
}

async function copyChanges(
  context: RunContext,
  store: Store,
  record: OpenRecord,
  early: EarlyLook | null,
): Promise<void> {
  const { actions, source, excludes, multiFs, dryRun } = context.description;
  if (!actions.backup) return;
  let plan: TransferPlan = { source, ...store.receiver(), excludes, multiFs };
  if (!dryRun) {
    const { bytes, total } = await checkRoom(store);
    // Of a disk of this machine everybody can see it.
    if (store.host !== null) context.learn({ space: { free: bytes, total } });
    const changed = await detachAttributes(context, store, plan, record, early);
    if (plan.parts !== undefined) {
      plan = { ...plan, parts: partsWorthKeeping(record.runs, changed) };
    }
  }
  const log = dryRun ? null : await store.openChangeLog(record.id);
  try {
    const { changes, ...details } = await transferChanges(context, store, plan, record.runs, log);
    context.learn({ changes });
    record.transferred(details);
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
  const { changes } = context.facts;
  if (skipUnchanged && changes !== null && isUnchanged(changes)) {
    const names = (await store.snapshots()).map(({ name }) => name);
    if (isSnapshotted(record.runs, names)) return;
  }
  const { name } = await takeSnapshot(context, store);
  context.learn({ snapshot: name });
  await record.snapshotTaken(name);
}

function halfUpdated(store: Store): BackupError {
  return new BackupError({
    code: 'latest-incomplete',
    title: `The last backup into “${store.latest}” did not finish: half of it may be old, half new.`,
    advice: 'Make a backup first; its snapshot is whole.',
  });
}
