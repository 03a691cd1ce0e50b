/**
 * The engine as a library: what the Python original's API offers, and the decisions behind it.
 *
 * Nothing here asks for a password or becomes root; call it with the rights that the source and the destination need.
 */
import type { BackupDescription } from './engine/backup-description.js';
import { findDisk } from './engine/find-disk.js';
import { openDisk } from './engine/open-disk.js';
import { runBackup } from './engine/run-backup.js';
import { createRunContext } from './engine/run-context.js';
import { summarizeSnapshots } from './engine/summarize-snapshots.js';
import type { IoniceClass } from './shared/ionice-class.js';
import { DEFAULT_ROTATION_POLICY } from './shared/rotation-policy.js';
import type { FinishedEvent, RunEvent } from './shared/run-event.js';
import type { SnapshotSummary } from './shared/snapshot-summary.js';
import { DEFAULT_REMOTE_OPTIONS } from './system/remote/remote-options.js';
import { localPorts } from './system/local-ports.js';

export {
  formatDestination,
  parentDirectory,
  parseDestination,
  type Destination,
} from './domain/destination.js';
export { parseTunnel } from './domain/tunnel.js';
export { EmptySchemeError, planRotation, type RotationCandidate } from './domain/plan-rotation.js';
export {
  formatSnapshotName,
  parseSnapshotName,
  type SnapshotTime,
} from './domain/snapshot-name.js';
export * from './shared/backup-error.js';
export * from './shared/rotation-policy.js';
export type * from './shared/run-event.js';
export type { Failure, Result } from './shared/result.js';
export type { SnapshotSummary } from './shared/snapshot-summary.js';
export type { BackupActions, BackupDescription } from './engine/backup-description.js';

export interface BackupOptions {
  /** ionice(1) class of rsync, cp and rm. */
  readonly ionice?: IoniceClass;
  /** Told everything that happens, in order; see RunEvent. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Stops the run; everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
}

/** What has to be said about a backup; the rest has the command line's defaults. */
export type PartialDescription = Pick<BackupDescription, 'source' | 'destination'> &
  Partial<BackupDescription>;

const EVERYTHING = { backup: true, snapshot: true, rotate: true } as const;

export function completeDescription(partial: PartialDescription): BackupDescription {
  return {
    actions: EVERYTHING,
    cryptoName: null,
    mountPoint: null,
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    rotationLists: { excludeList: [], includeList: [] },
    skipUnchanged: false,
    dryRun: false,
    adopt: false,
    force: false,
    destinationId: null,
    ...partial,
  };
}

/**
 * A whole run: unlock, mount, rsync, snapshot, rotate, unmount, lock.
 *
 * @throws BackupError or one of its subclasses; the disk has been put away by then.
 */
export async function backUp(
  description: PartialDescription,
  { ionice, onEvent = () => undefined, signal = new AbortController().signal }: BackupOptions = {},
): Promise<FinishedEvent> {
  const ports = localPorts({
    ionice: ionice ?? null,
    askPassphrase: null,
    remote: DEFAULT_REMOTE_OPTIONS,
  });
  const run = await runBackup(completeDescription(description), ports, onEvent, signal);
  if (run.error !== null) throw run.error;
  return run.finished;
}

/** rsync alone. */
export function transferChanges(
  description: PartialDescription,
  options?: BackupOptions,
): Promise<FinishedEvent> {
  const actions = { backup: true, snapshot: false, rotate: false };
  return backUp({ ...description, actions }, options);
}

/** A snapshot of the destination as it is. */
export function createSnapshot(
  description: PartialDescription,
  options?: BackupOptions,
): Promise<FinishedEvent> {
  const actions = { backup: false, snapshot: true, rotate: false };
  return backUp({ ...description, actions }, options);
}

/** Removal of what the policy does not keep. */
export function rotateSnapshots(
  description: PartialDescription,
  options?: BackupOptions,
): Promise<FinishedEvent> {
  const actions = { backup: false, snapshot: false, rotate: true };
  return backUp({ ...description, actions }, options);
}

/**
 * The snapshots of a local destination, oldest first.
 *
 * @param destination absolute path of the directory that every run updates
 */
export async function listSnapshots(destination: string): Promise<readonly SnapshotSummary[]> {
  return summarizeSnapshots(
    await localPorts({ ionice: null, askPassphrase: null }).openStore(destination),
  );
}

/** Unlocks a disk by its crypttab(5) name. The returned function locks it again, unless it was unlocked before. */
export async function unlockDisk(
  name: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<() => Promise<void>> {
  return open({ cryptoName: name, mountPoint: null }, signal);
}

/** Mounts what fstab(5) has for a mount point. The returned function unmounts it, unless it was mounted before. */
export async function mountFileSystem(
  mountPoint: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<() => Promise<void>> {
  return open({ cryptoName: null, mountPoint }, signal);
}

async function open(
  disk: Pick<BackupDescription, 'cryptoName' | 'mountPoint'>,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const description = completeDescription({ source: '/', destination: '/', ...disk });
  const context = createRunContext(
    description,
    localPorts({ ionice: null, askPassphrase: null }),
    () => undefined,
    signal,
  );
  const found = await findDisk(context);
  if (found === null) return () => Promise.resolve();
  const opened = await openDisk(context, found, 'write');
  return async () => {
    const [first] = await opened.close();
    if (first !== undefined) throw first;
  };
}
