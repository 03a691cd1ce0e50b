import { escapeName, unescapeName } from '../../shared/display-name.js';
import type { FreeSpace } from '../../engine/ports.js';
import { splitByRoom } from '../store/detach-files.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';
import { statRemotely, type RemoteStatus } from './stat-remotely.js';

/**
 * rsync copies them aside with all attributes, each name on its own; cp puts links to the copies in their places. Only names
 * are replaced: a file that a snapshot shares is never written to.
 */
const DETACH = String.raw`
set -e
mkdir -- "$2"
rsync --archive --acls --xattrs --numeric-ids --sparse --from0 --files-from=- -- "$1/" "$2/" || {
  rm --recursive --force --one-file-system -- "$2"
  exit 9
}
cp --recursive --no-dereference --link --remove-destination --no-target-directory -- "$2" "$1"
rm --recursive --force --one-file-system -- "$2"
`;
/** Of DETACH: nothing was copied, and nothing has changed. */
const NOT_COPIED = 9;

/** As detachFiles(), on the other side. */
export async function detachRemotely(
  machine: RemoteMachine,
  paths: StorePaths,
  names: readonly string[],
  freeSpace: () => Promise<FreeSpace>,
  signal: AbortSignal,
): Promise<{ readonly left: readonly string[] }> {
  const bytes = names.map((name) => Buffer.from(unescapeName(name)));
  const { statuses } = await statRemotely(machine, paths.latest, bytes);
  const files = statuses.filter(({ links }) => links > 1);
  const room = (await freeSpace()).bytes;
  const { fitting, tooLarge } = splitByRoom(files, room, ({ blocks }) => blocks);
  const copied = await copyAside(machine, paths, fitting, signal);
  const left = copied ? tooLarge : files;
  return { left: left.map(({ name }) => escapeName(Buffer.from(name, 'latin1'))) };
}

/** False: there was no room for all of them. */
async function copyAside(
  machine: RemoteMachine,
  paths: StorePaths,
  files: readonly RemoteStatus[],
  signal: AbortSignal,
): Promise<boolean> {
  if (files.length === 0) return true;
  const { exitCode } = await machine.script(DETACH, [paths.latest, paths.detaching], paths.latest, {
    signal,
    input: nulTerminated(files.map(({ name }) => name)),
    expected: [NOT_COPIED],
  });
  return exitCode === 0;
}

function nulTerminated(names: readonly string[]): Uint8Array {
  return Buffer.from(names.map((name) => `${name}\0`).join(''), 'latin1');
}
