import { BackupError } from '../shared/backup-error.js';
import type { DestinationMarker } from '../shared/run-record.js';
import type { Store, StoreLock } from './ports.js';
import type { RunContext } from './run-context.js';

/** Creates what is missing, takes the lock, sweeps what a killed run left, and marks the destination as ours. */
export async function prepareDestination(
  context: RunContext,
  store: Store,
  marker: DestinationMarker | null,
): Promise<StoreLock> {
  const { description, ports, signal } = context;
  await store.create();
  const lock = await store.lock();
  try {
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

/** @throws BackupError `disk-full` when nothing more fits. */
export async function checkRoom(store: Store): Promise<void> {
  const { bytes, inodes } = await store.freeSpace();
  if (bytes >= MINIMUM_BYTES && inodes !== 0) return;
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
