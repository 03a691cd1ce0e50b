import { isExcluded } from '../domain/is-excluded.js';
import { isInside } from '../domain/path-containment.js';
import { BackupError, InvalidDestinationDirectoryError } from '../shared/backup-error.js';
import type { DestinationMarker } from '../shared/run-record.js';
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
    checkContents(context, store, state, marker);
  } else if (context.description.actions.snapshot && state.latest === 'missing') {
    throw nothingToSnapshot(store);
  }
  if (marker === null && !context.description.dryRun) await checkFileSystem(store);
  return marker;
}

async function checkPlace({ description, ports }: RunContext, store: Store): Promise<void> {
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
      advice: 'If this is the right disk, run once with --adopt; that writes a new one.',
    });
  }
  const expected = description.destinationId;
  if (expected !== null && marker?.id !== expected && !description.adopt) {
    throw new BackupError({
      code: 'wrong-destination',
      title: `“${store.latest}” is not the destination that this backup has used before.`,
      advice:
        'Another disk may be mounted there. Connect the right one, or take this one over with --adopt.',
    });
  }
  return marker;
}

async function checkSource({ description, ports }: RunContext, store: Store): Promise<void> {
  const { source, adopt, excludes, multiFs } = description;
  const { path } = await ports.source.identity(source);
  if (isInside(path, store.latest)) {
    throw new InvalidDestinationDirectoryError({
      code: 'source-inside-destination',
      title: `The source “${source}” is inside the destination “${store.latest}”.`,
      advice: 'Everything else in the destination would be deleted. Choose another destination.',
    });
  }
  if (!adopt && (await ports.source.looksLikeBackup(path))) {
    throw new BackupError({
      code: 'source-is-backup',
      title: `The source “${source}” is itself a backup.`,
      advice:
        'The source comes before the destination; they may be swapped. If this is what you want, add --adopt.',
    });
  }
  const nested = isInside(store.parent, path);
  const left = !multiFs && nested && (await ports.source.crossesFileSystem(path, store.parent));
  if (nested && !left && !isExcluded(store.parent, path, excludes))
    throw destinationInSource(store, path);
}

function destinationInSource(store: Store, source: string): BackupError {
  const inside = store.parent.slice(source.replace(/\/$/, '').length);
  const advice =
    inside === ''
      ? 'Choose a destination outside it.'
      : `Choose a destination outside it, or leave it out with --exclude='${inside}/'.`;
  return new InvalidDestinationDirectoryError({
    code: 'destination-inside-source',
    title: `The destination “${store.latest}” is inside the source “${source}”: the backup would contain itself.`,
    advice,
  });
}

/** `--delete` empties a directory of everything that the source does not have. */
function checkContents(
  { description }: RunContext,
  store: Store,
  state: StoreState,
  marker: DestinationMarker | null,
): void {
  if (description.adopt) return;
  const name = store.latest.slice(store.parent.length).replace(/^\//, '');
  if (marker !== null && marker.directory !== name) {
    throw new BackupError({
      code: 'other-backup',
      title: `“${store.parent}” already keeps the snapshots of “${marker.directory}”.`,
      advice: `Two backups need two directories, such as “${store.latest}/latest”.`,
    });
  }
  if (marker === null && state.latest === 'filled' && state.snapshots.length === 0) {
    throw new BackupError({
      code: 'not-a-backup',
      title: `“${store.latest}” holds files, but no backup was ever made there.`,
      advice:
        'A backup would delete them. Choose an empty directory, or, if they may go, take it over with --adopt.',
    });
  }
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

function nothingToSnapshot(store: Store): BackupError {
  return new BackupError({
    code: 'nothing-to-snapshot',
    title: `There is no “${store.latest}” to take a snapshot of.`,
    advice: 'Make a backup first.',
  });
}
