import type { DestinationMarker } from '../shared/run-record.js';
import { BackupError } from '../shared/backup-error.js';
import { checkDestination } from './check-destination.js';
import { findDisk } from './find-disk.js';
import { withOpenDisk } from './open-disk.js';
import { leftToDaemon } from '../domain/left-to-daemon.js';
import type { Store, StoreLock } from './ports.js';
import type { MountHold } from './ports-disks.js';
import { prepareDestination } from './prepare-destination.js';
import { createRunContext, type RunContext } from './run-context.js';
import { withWritableView } from './writable-view.js';

export interface OpenDestination {
  readonly context: RunContext;
  readonly store: Store;
  readonly marker: DestinationMarker | null;
  /** null: no file system was mounted for it. */
  readonly hold: MountHold | null;
}

/**
 * Does `work` with the disk unlocked and mounted, after it was found to be the right one; what this opened is put away
 * afterwards. The destination is only read.
 */
export async function withDestination<T>(
  context: RunContext,
  work: (destination: OpenDestination) => Promise<T>,
): Promise<T> {
  const reading = readingContext(context);
  return withOpenDisk(reading, await findDisk(reading), async (hold) => {
    const store = await reading.ports.openStore(reading.description.destination, reading.signal);
    try {
      const marker = await checkDestination(reading, store);
      return await work({ context: reading, store, marker, hold });
    } finally {
      await store.close();
    }
  });
}

/** Does `work` with the lock of a destination that is open: nobody else changes anything there meanwhile. */
export async function withLock<T>(
  { context, store, marker, hold }: OpenDestination,
  work: () => Promise<T>,
): Promise<T> {
  if (store.isReadOnly) throw leftToDaemon(store.latest);
  if (marker === null) throw noCatalog(store);
  return withWritableView(context, async () => {
    const lock: StoreLock = await prepareDestination(context, store, marker, hold);
    try {
      return await work();
    } finally {
      await lock.release();
    }
  });
}

/** Nothing is written to find out whether the destination is the right one. */
function readingContext({ description, ports, emit, signal }: RunContext): RunContext {
  const actions = { backup: false, snapshot: false, rotate: false };
  return createRunContext({ ...description, actions, dryRun: true }, ports, emit, signal);
}

function noCatalog({ parent }: Store): BackupError {
  return new BackupError({
    code: 'no-backup',
    title: `“${parent}” has no record of its snapshots yet.`,
    advice: 'Make a backup first.',
  });
}
