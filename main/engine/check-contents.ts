import { isExcluded } from '../domain/is-excluded.js';
import { isInside } from '../domain/path-containment.js';
import { BackupError, InvalidDestinationDirectoryError } from '../shared/backup-error.js';
import type { DestinationMarker } from '../shared/run-record.js';
import type { Store, StoreState } from './ports.js';
import type { RunContext } from './run-context.js';

/** Refuses a source that the destination lies in, or that is itself a backup, and the reverse. */
export async function checkSource({ description, ports }: RunContext, store: Store): Promise<void> {
  const { source, excludes, multiFs } = description;
  const { path } = await ports.source.identity(source);
  if (store.isHere && isInside(path, store.latest)) {
    throw new InvalidDestinationDirectoryError({
      code: 'source-inside-destination',
      title: `The source “${source}” is inside the destination “${store.latest}”.`,
      advice: 'Everything else in the destination would be deleted. Choose another destination.',
    });
  }
  await refuseBackupAsSource({ description, ports });
  const nested = store.isHere && isInside(store.parent, path);
  const left = !multiFs && nested && (await ports.source.crossesFileSystem(path, store.parent));
  if (nested && !left && !isExcluded(store.parent, path, excludes))
    throw destinationInSource(store, path);
}

export async function refuseBackupAsSource({
  description: { source, adopt },
  ports,
}: Pick<RunContext, 'description' | 'ports'>): Promise<void> {
  const { path } = await ports.source.identity(source);
  if (adopt || !(await ports.source.looksLikeBackup(path))) return;
  throw new BackupError({
    code: 'source-is-backup',
    title: `The source “${source}” is itself a backup.`,
    advice:
      'The source comes before the destination; they may be swapped. If this is what you want, add --adopt.',
  });
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
export function checkContents(
  store: Store,
  state: StoreState,
  marker: DestinationMarker | null,
): void {
  const name = store.latest.slice(store.parent.length).replace(/^\//, '');
  if (marker !== null && marker.directory !== name) {
    throw new BackupError({
      code: 'other-backup',
      title: `“${store.parent}” already keeps the snapshots of “${marker.directory}”.`,
      advice: `Two backups need two directories, such as “${store.latest}/latest”.`,
    });
  }
  if (marker !== null) return;
  const hasSnapshots = state.snapshots.length > 0;
  if (state.latest === 'filled' && !hasSnapshots) throw foreignFiles(store);
  // Snapshots without a `latest` beside them may just as well be somebody's photos by date.
  if (state.latest !== 'filled' && hasSnapshots) throw foreignDirectories(store);
}

function foreignFiles(store: Store): BackupError {
  return new BackupError({
    code: 'not-a-backup',
    title: `“${store.latest}” holds files, but no backup was ever made there.`,
    advice:
      'A backup would delete them. Choose an empty directory, or, if they may go, take it over with --adopt.',
  });
}

function foreignDirectories(store: Store): BackupError {
  return new BackupError({
    code: 'not-a-backup',
    title: `“${store.parent}” holds directories named by dates, but no backup was ever made there.`,
    advice:
      'Rotation would remove them as old snapshots. Choose another directory, or, if they are snapshots, take it over with --adopt.',
  });
}
