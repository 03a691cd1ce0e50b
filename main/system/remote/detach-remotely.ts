import { escapeName, unescapeName } from '../../shared/display-name.js';
import type { FreeSpace } from '../../engine/ports.js';
import { splitByRoom } from '../store/detach-files.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

/** Names in `latest` that share one inode; one character a byte. */
interface LinkGroup {
  readonly names: readonly string[];
  readonly links: number;
  /** Of 512 bytes. */
  readonly blocks: number;
}

const DESCRIBE = String.raw`
set -e
cd -- "$1"
xargs -0 -r stat --printf '%i %h %b %n\0' --
`;

/**
 * rsync copies them aside, with their links among each other and all attributes; cp puts links to the copies in their places.
 * Only names are replaced: a file that a snapshot shares is never written to.
 */
const DETACH = String.raw`
set -e
mkdir -- "$2"
rsync --archive --acls --xattrs --hard-links --numeric-ids --sparse --from0 --files-from=- -- "$1/" "$2/" || {
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
  const groups = (await linkGroups(machine, paths, names)).filter(
    (group) => group.links > group.names.length,
  );
  const room = (await freeSpace()).bytes;
  const { fitting, tooLarge } = splitByRoom(groups, room, ({ blocks }) => blocks);
  const copied = await copyAside(machine, paths, fitting, signal);
  const left = copied ? tooLarge : groups;
  return { left: namesIn(left).map((name) => escapeName(Buffer.from(name, 'latin1'))) };
}

/** False: there was no room for all of them. */
async function copyAside(
  machine: RemoteMachine,
  paths: StorePaths,
  groups: readonly LinkGroup[],
  signal: AbortSignal,
): Promise<boolean> {
  if (groups.length === 0) return true;
  const { exitCode } = await machine.script(DETACH, [paths.latest, paths.detaching], paths.latest, {
    signal,
    input: nulTerminated(namesIn(groups)),
    expected: [NOT_COPIED],
  });
  return exitCode === 0;
}

async function linkGroups(
  machine: RemoteMachine,
  { latest }: StorePaths,
  names: readonly string[],
): Promise<readonly LinkGroup[]> {
  const bytes = names.map((name) => `./${Buffer.from(unescapeName(name)).toString('latin1')}`);
  const input = nulTerminated(bytes);
  const { output } = await machine.script(DESCRIBE, [latest], latest, { input });
  const groups = new Map<string, { names: string[]; links: number; blocks: number }>();
  for (const record of output.toString('latin1').split('\0').slice(0, -1)) {
    const [inode = '', links = '', blocks = ''] = record.split(' ', 3);
    const name = record.slice(inode.length + links.length + blocks.length + 3 + './'.length);
    const group = groups.get(inode);
    if (group === undefined) {
      groups.set(inode, { names: [name], links: Number(links), blocks: Number(blocks) });
    } else group.names.push(name);
  }
  return [...groups.values()];
}

function namesIn(groups: readonly LinkGroup[]): readonly string[] {
  return groups.flatMap((group) => group.names);
}

function nulTerminated(names: readonly string[]): Uint8Array {
  return Buffer.from(names.map((name) => `${name}\0`).join(''), 'latin1');
}
