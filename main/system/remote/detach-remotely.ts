import { escapeName, unescapeName } from '../../shared/display-name.js';
import type { FreeSpace } from '../../engine/ports.js';
import { splitByRoom } from '../store/detach-files.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

interface NamedFile {
  /** In `latest`; one character a byte. */
  readonly name: string;
  readonly links: number;
  /** Of 512 bytes. */
  readonly blocks: number;
}

const DESCRIBE = String.raw`
set -e
cd -- "$1"
xargs -0 -r stat --printf '%h %b %n\0' --
`;

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
  const files = (await filesNamed(machine, paths, names)).filter(({ links }) => links > 1);
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
  files: readonly NamedFile[],
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

async function filesNamed(
  machine: RemoteMachine,
  { latest }: StorePaths,
  names: readonly string[],
): Promise<readonly NamedFile[]> {
  const bytes = names.map((name) => `./${Buffer.from(unescapeName(name)).toString('latin1')}`);
  const input = nulTerminated(bytes);
  const { output } = await machine.script(DESCRIBE, [latest], latest, { input });
  const records = output.toString('latin1').split('\0').slice(0, -1);
  return records.map((record) => {
    const [links = '', blocks = ''] = record.split(' ', 2);
    const name = record.slice(links.length + blocks.length + 2 + './'.length);
    return { name, links: Number(links), blocks: Number(blocks) };
  });
}

function nulTerminated(names: readonly string[]): Uint8Array {
  return Buffer.from(names.map((name) => `${name}\0`).join(''), 'latin1');
}
