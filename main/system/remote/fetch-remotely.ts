import { isConnectionBroken } from '../../domain/rsync-exit.js';
import type { SnapshotEntry } from '../../engine/ports.js';
import type { PathNames, Tree } from '../../engine/snapshot-contents.js';
import { BackupError } from '../../shared/backup-error.js';
import { shown } from '../store/browse-snapshot.js';
import { copyEntries, copyFailed } from '../store/copy-restored.js';
import type { OpenedDirectory } from '../opened-directory.js';
import { listRemotely } from './list-remotely.js';
import type { RemoteMachine } from './remote-machine.js';
import { connectionLost } from './ssh-connection.js';

/** How rsync reaches a directory of the other side. */
export interface RemoteSender {
  readonly host: string;
  /** In rsync's syntax. */
  readonly path: string;
  readonly options: readonly string[];
}

/**
 * Copies items of a snapshot, with all that is known of them and under their own paths, into a directory of this machine.
 *
 * @param items from the snapshot; directories with everything in them
 * @throws BackupError `not-in-snapshot`, `restore-failed`, `connection-lost`
 */
export async function fetchRemotely(
  machine: RemoteMachine,
  { host, path, options }: RemoteSender,
  snapshot: SnapshotEntry,
  items: readonly (readonly Uint8Array[])[],
  into: OpenedDirectory,
  signal: AbortSignal,
): Promise<void> {
  const places = items.map((names) => ({ snapshot, names }));
  const open = await listRemotely(machine, places, 'itself', signal);
  const missing = items.find((names) => !isThere(open(snapshot, names.slice(0, -1)), names));
  if (missing !== undefined) throw notThere(missing, snapshot);
  const source = { path: `${path}/`, options, descriptors: [] };
  const { exitCode, complaint } = await copyEntries(source, items, into, () => undefined, signal);
  if (isConnectionBroken(exitCode)) throw connectionLost(host, complaint);
  if (exitCode !== 0) throw copyFailed(complaint);
}

function isThere(parent: Tree | null, names: PathNames): boolean {
  return parent?.lstat(names.at(-1) ?? new Uint8Array()) != null;
}

function notThere(names: readonly Uint8Array[], { name }: SnapshotEntry): BackupError {
  return new BackupError({
    code: 'not-in-snapshot',
    title: `“${shown(names)}” is not in the snapshot “${name}”.`,
    advice: 'Write it from what was backed up; --search finds names.',
  });
}
