import { BackupError } from '../shared/backup-error.js';
import type { DestinationMarker } from '../shared/run-record.js';
import type { FreeSpace, Store, StoreLock } from './ports.js';
import type { MountHold } from './ports-disks.js';
import type { RunContext } from './run-context.js';

/** Creates what is missing, takes the lock, sweeps what a killed run left, and marks the destination as ours. */
export async function prepareDestination(
  context: RunContext,
  store: Store,
  marker: DestinationMarker | null,
  hold: MountHold | null,
): Promise<StoreLock> {
  const { description, ports, signal } = context;
  await checkStillMounted(store, hold);
  await store.create();
  const lock = await store.lock();
  try {
    // From now on the lock, an open file, keeps the file system mounted as the hold did.
    await checkStillMounted(store, hold);
    await store.sweep(signal);
    const current = adoptedMarker(marker, store, description.adopt) ?? {
      version: 1,
      id: ports.newId(),
      created: ports.clock.now().toISOString(),
      directory: directoryName(store),
    };
    if (current !== marker) await store.writeMarker(current);
    context.learn({ destinationId: current.id });
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Written into the bare mount point, a backup would fill the system's own disk. The hold keeps anybody from unmounting; what is
 * left is somebody who detaches the file system, or mounts another one over it, in this very moment.
 */
async function checkStillMounted(store: Store, hold: MountHold | null): Promise<void> {
  if (hold === null || (await hold.covers(store.parent))) return;
  throw new BackupError({
    code: 'not-mounted',
    title: `“${store.parent}” is no longer on the file system that was mounted for it.`,
    advice: 'Somebody may have unmounted it, or mounted another one there. Start the backup again.',
  });
}

function adoptedMarker(
  marker: DestinationMarker | null,
  store: Store,
  adopt: boolean,
): DestinationMarker | null {
  if (marker === null || !adopt || marker.directory === directoryName(store)) return marker;
  return { ...marker, directory: directoryName(store) };
}

function directoryName(store: Store): string {
  return store.latest.slice(store.parent.length).replace(/^\//, '');
}

/** Below this, not even an unchanged run gets far. */
const MINIMUM_BYTES = 1024 ** 2;

/**
 * @returns what there is
 * @throws BackupError `disk-full` when nothing more fits.
 */
export async function checkRoom(store: Store): Promise<FreeSpace> {
  const room = await store.freeSpace();
  const { bytes, inodes } = room;
  if (bytes >= MINIMUM_BYTES && inodes !== 0) return room;
  throw new BackupError({
    code: 'disk-full',
    title:
      inodes === 0
        ? `The file system of “${store.parent}” has no inodes left: nothing more fits.`
        : `The disk of “${store.parent}” is full: nothing more fits.`,
    advice:
      'Remove snapshots with --rotate and a smaller scheme (that needs no room), or use a larger disk.',
  });
}
