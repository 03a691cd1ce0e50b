import { isConnectionBroken } from '../../domain/rsync-exit.js';
import type {
  OnBytes,
  PathNames,
  SnapshotContents,
  SnapshotEntry,
  Tree,
} from '../../engine/ports-contents.js';
import { BackupError } from '../../shared/backup-error.js';
import { shown } from '../store/browse-snapshot.js';
import { checkRoom } from '../store/check-room.js';
import { copyEntries, copyFailed } from '../store/copy-restored.js';
import { EntryMeasure } from '../store/measure-entries.js';
import type { OpenedDirectory } from '../opened-directory.js';
import { takeTurns } from '../take-turns.js';
import { connectionLost } from './ssh-connection.js';

/** How rsync reaches a directory of the other side. */
export interface RemoteSender {
  readonly host: string;
  /** In rsync's syntax. */
  readonly path: string;
  readonly options: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface FetchOrder {
  readonly snapshot: SnapshotEntry;
  /** From the snapshot; directories with everything in them. */
  readonly items: readonly PathNames[];
  readonly into: OpenedDirectory;
  /** Path at which people know the place of `into`, which is to have room for all of it; null: that is not asked. */
  readonly place: string | null;
}

/**
 * Copies items of a snapshot, with all that is known of them and under their own paths, into a directory of this machine.
 *
 * @param onProgress all that is in the items is listed first where somebody wants to know how much there is, or room is asked for
 * @throws BackupError `not-in-snapshot`, `target-full`, `restore-failed`, `connection-lost`
 */
export async function fetchRemotely(
  look: SnapshotContents['look'],
  { host, path, ...connection }: RemoteSender,
  { snapshot, items, into, place }: FetchOrder,
  signal: AbortSignal,
  onProgress?: OnBytes,
): Promise<void> {
  const places = items.map((names) => ({ snapshot, names }));
  const isMeasured = onProgress !== undefined || place !== null;
  const depth = isMeasured ? 'below' : 'itself';
  const open = await look(places, depth, signal);
  const parentOf = (names: PathNames): Tree | null => open(snapshot, names.slice(0, -1));
  const missing = items.find((names) => !isThere(parentOf(names), names));
  if (missing !== undefined) throw notThere(missing, snapshot);
  const source = { path: `${path}/`, ...connection, descriptors: [] };
  const { bytes: needed, length } = isMeasured
    ? await measure(items, parentOf, signal)
    : { bytes: 0, length: 0 };
  if (place !== null) await checkRoom(place, needed, into);
  const onBytes = (bytes: number): void => onProgress?.(Math.min(bytes, length), length);
  onBytes(0);
  const { exitCode, complaint } = await copyEntries(source, items, into, onBytes, signal);
  if (isConnectionBroken(exitCode)) throw connectionLost(host, complaint);
  if (exitCode !== 0) throw copyFailed(complaint);
}

async function measure(
  items: readonly PathNames[],
  parentOf: (names: PathNames) => Tree | null,
  signal: AbortSignal,
): Promise<Pick<EntryMeasure, 'bytes' | 'length'>> {
  const measure = new EntryMeasure(takeTurns(signal));
  for (const names of items) {
    const parent = parentOf(names);
    if (parent !== null) await measure.add(parent, names.at(-1) ?? new Uint8Array());
  }
  return measure;
}

function isThere(parent: Tree | null, names: PathNames): boolean {
  const stats = parent?.lstat(names.at(-1) ?? new Uint8Array()) ?? null;
  return stats !== null;
}

function notThere(names: readonly Uint8Array[], { name }: SnapshotEntry): BackupError {
  return new BackupError({
    code: 'not-in-snapshot',
    title: `“${shown(names)}” is not in the snapshot “${name}”.`,
    advice: 'Write it from what was backed up; --search finds names.',
  });
}
