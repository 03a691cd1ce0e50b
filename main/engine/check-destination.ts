import { isInside } from '../domain/path-containment.js';
import { BackupError, InvalidDestinationDirectoryError } from '../shared/backup-error.js';
import type { DestinationMarker } from '../shared/run-record.js';
import { checkContents, checkSource } from './check-contents.js';
import type { FileSystemDefect, Store, StoreState } from './ports.js';
import type { RunContext } from './run-context.js';

/**
 * Refuses, before anything is written, what would lose data or could not hold a backup.
 *
 * @returns the destination's marker; null: it has none yet.
 */
export async function checkDestination(
  context: RunContext,
  store: Store,
): Promise<DestinationMarker | null> {
  await checkPlace(context, store);
  const state = await store.inspect();
  if (state.latest === 'not-a-directory') throw notADirectory(store);
  const marker = checkIdentity(context, store, state);
  if (context.description.actions.backup) {
    await checkSource(context, store);
    if (!context.description.adopt) checkContents(store, state, marker);
  } else if (
    state.latest === 'missing' &&
    (context.description.actions.snapshot || marker === null)
  ) {
    throw noBackup(store);
  }
  if (marker === null && !context.description.dryRun) await checkFileSystem(store);
  return marker;
}

async function checkPlace({ description, ports }: RunContext, store: Store): Promise<void> {
  if (!store.isHere) return;
  const { mountPoint } = description;
  if (mountPoint !== null && !isInside(store.parent, mountPoint)) {
    throw new InvalidDestinationDirectoryError({
      code: 'outside-mount-point',
      title: `The destination “${store.latest}” is not inside the mount point “${mountPoint}”.`,
      advice: `Choose a directory below it, such as “${mountPoint}/latest”.`,
    });
  }
  const missing = await ports.fileSystems.missingMount(store.parent);
  if (missing !== null) {
    throw new BackupError({
      code: 'not-mounted',
      title: `Nothing is mounted at “${missing}”, where the destination belongs.`,
      advice: `Mount it first, or let the backup do that with --mount=${missing}.`,
    });
  }
}

function checkIdentity(
  { description }: RunContext,
  store: Store,
  { marker }: StoreState,
): DestinationMarker | null {
  if (marker === 'unreadable') {
    if (description.adopt) return null;
    throw new BackupError({
      code: 'marker-unreadable',
      title: `The destination's marker in “${store.parent}” cannot be read.`,
      advice:
        'If this is the right disk, run the command once with --adopt; that writes a new one.',
    });
  }
  const expected = description.destinationId;
  if (expected !== null && marker?.id !== expected && !description.adopt) {
    throw new BackupError({
      code: 'wrong-destination',
      title: `“${store.latest}” is not the destination that this backup has used before.`,
      advice:
        'Another disk may be mounted there. Connect the right one, or take this one over by the command with --adopt.',
    });
  }
  return marker;
}

const DEFECTS: Readonly<Record<FileSystemDefect, string>> = {
  'hard-links': 'hard links',
  'symbolic-links': 'symbolic links',
  modes: 'file modes',
  colons: 'names with a colon',
};

async function checkFileSystem(store: Store): Promise<void> {
  const defects = await store.probe();
  if (defects.length === 0) return;
  const list = new Intl.ListFormat('en').format(defects.map((defect) => DEFECTS[defect]));
  throw new BackupError({
    code: 'unsuitable-file-system',
    title: `The file system of “${store.parent}” cannot hold a backup: it has no ${list}.`,
    advice:
      'Disks are often sold with exFAT or NTFS. Format this one with ext4, or choose another.',
  });
}

function notADirectory(store: Store): BackupError {
  return new InvalidDestinationDirectoryError({
    code: 'destination-not-a-directory',
    title: `The destination “${store.latest}” is not a directory.`,
    advice: 'Choose another name for it.',
  });
}

function noBackup(store: Store): BackupError {
  return new BackupError({
    code: 'no-backup',
    title: `There is no backup “${store.latest}”.`,
    advice: 'Check the spelling, or make a backup first.',
  });
}
