import type { CreatedSnapshot, FreeSpace } from '../../engine/ports.js';
import type { SnapshotMethod } from '../../shared/run-event.js';
import { deleteSubvolume, snapshotSubvolume } from '../store/btrfs.js';
import { copyTree } from '../store/copy-snapshot.js';
import { flushFileSystem } from '../store/flush-file-system.js';
import { removalFailed, removePaths } from '../store/remove-tree.js';
import { newTrash } from '../store/snapshot-directories.js';
import { snapshotRecordPath } from '../store/catalog.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

/** One file system, so that mv(1) renames and does not copy. */
const SAME_DEVICE = 'test "$(stat -c %d -- "$1")" = "$(stat -c %d -- "$3")"';

/** From the working name to the final one, once all of it is on the disk. Parts of files were once kept in the catalog. */
const PUBLISH = `
set -e
sync --file-system -- "$1"
test -d "$1"
test ! -e "$2"
test ! -L "$2"
${SAME_DEVICE}
mv -T -- "$1" "$2"
sync -- "$3"
rm --recursive --force --one-file-system -- "$4"
`;

/** As the local store: under a working name, and with its own when it is whole and on the disk. */
export async function createRemoteSnapshot(
  machine: RemoteMachine,
  paths: StorePaths,
  path: string,
  method: SnapshotMethod,
  freeSpace: () => Promise<FreeSpace>,
  signal: AbortSignal,
): Promise<Pick<CreatedSnapshot, 'copied'>> {
  if (method === 'btrfs') {
    await snapshotSubvolume(paths.latest, path, machine);
    await flushFileSystem(paths.latest, machine);
    return { copied: [] };
  }
  const how = method === 'reflinks' ? '--reflink=auto' : '--link';
  try {
    const copied = await copyTree(paths.latest, paths.working, how, machine, freeSpace, signal);
    const args = [paths.working, path, paths.parent, paths.partial];
    await machine.script(PUBLISH, args, paths.parent);
    return { copied };
  } catch (error) {
    // Where the connection is what failed, the next run sweeps.
    await removeRemotely(machine, [paths.working]).catch(() => undefined);
    throw error;
  }
}

/** Renamed first: a half-deleted directory never looks like a snapshot. */
const TO_TRASH = `
set -e
test -d "$1"
test ! -L "$1"
test ! -e "$2"
${SAME_DEVICE}
mv -T -- "$1" "$2"
rm --recursive --force --one-file-system -- "$2" || exit 9
rm --force -- "$4"
`;
/** Of TO_TRASH: it has been renamed, and something in it could not be removed. */
const LEFT_IN_TRASH = 9;

export async function removeRemoteSnapshot(
  machine: RemoteMachine,
  paths: StorePaths,
  { name, path, method }: { name: string; path: string; method: SnapshotMethod },
  signal: AbortSignal,
): Promise<void> {
  const record = snapshotRecordPath(paths, name);
  if (method === 'btrfs') {
    await deleteSubvolume(path, machine);
    await machine.script('rm --force -- "$1"', [record], paths.parent);
    return;
  }
  const trash = newTrash(paths);
  const { exitCode } = await machine.script(
    TO_TRASH,
    [path, trash, paths.catalog, record],
    paths.parent,
    { signal, expected: [LEFT_IN_TRASH] },
  );
  if (exitCode !== LEFT_IN_TRASH) return;
  await removeRemotely(machine, [trash], signal);
  await machine.script('rm --force -- "$1"', [record], paths.parent);
}

/** @throws BackupError `removal-failed` */
export async function removeRemotely(
  machine: RemoteMachine,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  if (paths.length === 0) return;
  const run: typeof machine.runHeavy = (program, args) =>
    machine.runHeavy(program, args, { signal });
  const result = await removePaths(paths, run, false);
  if (result.exitCode !== 0) throw removalFailed(paths.join('”, “'), result.complaint);
}
