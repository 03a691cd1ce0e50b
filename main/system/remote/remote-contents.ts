import { distinctVersions } from '../../domain/distinct-versions.js';
import type { SnapshotEntry } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import { escapeLatin1 } from '../../shared/display-name.js';
import type { DirectoryEntry } from '../../shared/helper-protocol.js';
import type { PathVersion } from '../../shared/snapshot-content.js';
import { shown } from '../store/browse-snapshot.js';
import type { RemoteMachine } from './remote-machine.js';

type Names = readonly Uint8Array[];

/** find(1), -printf: kind, mode, owner, group, size, links, inode, time, then a name, and where a symbolic link leads. */
const FACTS = '%y %m %U %G %s %n %i %T@ ';

/** Reads the path of a directory, to which no symbolic link may lead. */
const BROWSE = String.raw`
newline='
'
path=$(cat; echo .)
path=\${path%.}
real=$(realpath -e -- "$path" 2>/dev/null; echo .)
if [ "$real" != "$path$newline." ] || [ ! -d "$path" ]; then exit 9; fi
find "$path/" -mindepth 1 -maxdepth 1 -printf '${FACTS}%f\0%l\0'
`.replaceAll('\\$', '$');
/** Of BROWSE. */
const NOT_THERE = 9;

/** As browseSnapshot(), on the other side. */
export async function browseRemotely(
  machine: RemoteMachine,
  snapshot: SnapshotEntry,
  names: Names,
  signal: AbortSignal,
): Promise<readonly DirectoryEntry[]> {
  const options = { input: pathOf(snapshot, names), signal, expected: [NOT_THERE] };
  const { exitCode, output } = await machine.script(BROWSE, [], snapshot.path, options);
  if (exitCode !== NOT_THERE) return parseEntries(output);
  throw new BackupError({
    code: 'not-in-snapshot',
    title: `There is no directory “${shown(names)}” in the snapshot “${snapshot.path}”.`,
    advice: 'Choose one that is listed there.',
  });
}

/** As pathVersions(), on the other side. */
export async function versionsRemotely(
  machine: RemoteMachine,
  snapshots: readonly SnapshotEntry[],
  names: Names,
  signal: AbortSignal,
): Promise<readonly PathVersion[]> {
  const places = snapshots.map((snapshot) => ({ snapshot, names }));
  const entries = await describeRemotely(machine, places, signal);
  const found = snapshots.flatMap(({ name: snapshot }, index) => {
    const entry = entries[index];
    if (entry === undefined || entry === null) return [];
    return [{ snapshot, facts: { ...entry, device: 0 }, inode: entry.inode, entry }];
  });
  return distinctVersions(found).map(({ newest, oldest, snapshots: count }) => {
    const { kind, size, modifiedAt, mode, uid, gid, links, inode, linkTarget } = newest.entry;
    return {
      ...{ newest: newest.snapshot, oldest: oldest.snapshot, snapshots: count },
      ...{ kind, size, modifiedAt, mode, uid, gid, links, inode, linkTarget },
    };
  });
}

/** Something in a snapshot. */
interface RemotePlace {
  readonly snapshot: SnapshotEntry;
  readonly names: Names;
}

/** Reads paths, and prints those that are there, without the symbolic links that lead to them. */
const REAL = 'xargs -0 -r realpath -ez -- 2>/dev/null || :';
/** Reads paths. What is not there is left out. */
const DESCRIBE = String.raw`xargs -0 -r sh -c 'find "$@" -maxdepth 0 -printf "${FACTS}%p\0%l\0"' sh 2>/dev/null || :`;

/** In the order of `places`; null: it is not there, or only by way of a symbolic link. */
export async function describeRemotely(
  machine: RemoteMachine,
  places: readonly RemotePlace[],
  signal: AbortSignal,
): Promise<readonly (DirectoryEntry | null)[]> {
  const ask = async (script: string, paths: readonly Buffer[]): Promise<Buffer> => {
    const input = Buffer.concat(paths.flatMap((path) => [path, Buffer.from([0])]));
    const about = places[0]?.snapshot.path ?? '';
    return (await machine.script(script, [], about, { input, signal })).output;
  };
  const parentOf = ({ snapshot, names }: RemotePlace): Buffer =>
    pathOf(snapshot, names.slice(0, -1));
  const real = await ask(REAL, places.map(parentOf));
  const reached = new Set(real.toString('latin1').split('\0'));
  const paths = places
    .filter((place) => reached.has(parentOf(place).toString('latin1')))
    .map(({ snapshot, names }) => pathOf(snapshot, names));
  const entries = new Map(
    parseEntries(await ask(DESCRIBE, paths)).map((entry) => [entry.name, entry]),
  );
  return places.map(
    ({ snapshot, names }) =>
      entries.get(escapeLatin1(pathOf(snapshot, names).toString('latin1'))) ?? null,
  );
}

function pathOf({ path }: SnapshotEntry, names: Names): Buffer {
  const slash = Buffer.from('/');
  return Buffer.concat([Buffer.from(path), ...names.flatMap((name) => [slash, name])]);
}

/** As FACTS has them. */
function parseEntries(output: Buffer): readonly DirectoryEntry[] {
  const fields = output.toString('latin1').split('\0');
  const entries: DirectoryEntry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    entries.push(parseEntry(fields[at] ?? '', fields[at + 1] ?? ''));
  }
  return entries;
}

const KINDS: Readonly<Record<string, DirectoryEntry['kind']>> = {
  f: 'file',
  d: 'directory',
  l: 'symbolic-link',
};

function parseEntry(text: string, target: string): DirectoryEntry {
  const facts = text.split(' ', 8);
  const [letter = '', mode = '', uid, gid, size, links, inode, time] = facts;
  const kind = KINDS[letter] ?? 'special';
  return {
    name: escapeLatin1(text.slice(facts.join(' ').length + 1)),
    ...{ kind, size: Number(size), modifiedAt: Math.round(Number(time) * 1000) },
    ...{ mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid) },
    ...{ links: Number(links), inode: Number(inode) },
    linkTarget: kind === 'symbolic-link' ? escapeLatin1(target) : null,
  };
}
