import { distinctVersions } from '../../domain/distinct-versions.js';
import type { SnapshotEntry } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import { escapeLatin1 } from '../../shared/display-name.js';
import type { DirectoryEntry } from '../../shared/helper-protocol.js';
import type { PathVersion } from '../../shared/snapshot-content.js';
import { shown } from '../store/browse-snapshot.js';
import { errnoError } from './errno-error.js';
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
real=$(realpath -e -- "$path" && echo .) || exit 8
if [ "$real" != "$path$newline." ] || [ ! -d "$path" ]; then exit 9; fi
find "$path/" -mindepth 1 -maxdepth 1 -printf '${FACTS}%f\0%l\0' || exit 8
`.replaceAll('\\$', '$');
/** Of BROWSE, and what its programs say tells why. */
const NOT_SEEN = 8;
/** Of BROWSE. */
const NOT_THERE = 9;

/** As browseSnapshot(), on the other side. */
export async function browseRemotely(
  machine: RemoteMachine,
  snapshot: SnapshotEntry,
  names: Names,
  signal: AbortSignal,
): Promise<readonly DirectoryEntry[]> {
  const expected = [NOT_SEEN, NOT_THERE];
  const options = { input: pathOf(snapshot, names), signal, expected };
  const result = await machine.script(BROWSE, [], snapshot.path, options);
  if (result.exitCode === 0) return parseEntries(result.output);
  const complaints = result.complaint.split('\n').filter((line) => line !== '');
  const other = complaints.find((line) => !ABSENT.test(line));
  if (other !== undefined) throw notSeen(snapshot, other);
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

/** strerror(3) under LC_ALL=C: it is not there, or not without following a symbolic link. A complaint is one line. */
const ABSENT =
  /: (?:No such file or directory|Not a directory|Too many levels of symbolic links|File name too long)$/;

/** Leaves out what is not there; whatever else is complained about is said. */
function ofThoseThere(command: string): string {
  return `{ ${command} 2>&1 >&3 3>&- | { ! grep -avE '${ABSENT.source.replace('?:', '')}' >&2; }; } 3>&1`;
}

/** Reads paths, and prints those that are there, without the symbolic links that lead to them. */
const REAL = ofThoseThere('xargs -0 -r realpath -ez --');
/** Reads paths. */
const DESCRIBE = ofThoseThere(
  String.raw`xargs -0 -r sh -c 'find "$@" -maxdepth 0 -printf "${FACTS}%p\0%l\0"' sh`,
);
/** Of both: something that is there was not seen. */
const COMPLAINED = 1;

/** In the order of `places`; null: it is not there, or only by way of a symbolic link. */
export async function describeRemotely(
  machine: RemoteMachine,
  places: readonly RemotePlace[],
  signal: AbortSignal,
): Promise<readonly (DirectoryEntry | null)[]> {
  const ask = async (script: string, paths: readonly Buffer[]): Promise<Buffer> => {
    const input = Buffer.concat(paths.flatMap((path) => [path, Buffer.from([0])]));
    const about = places[0]?.snapshot;
    if (about === undefined) return Buffer.alloc(0);
    const options = { input, signal, expected: [COMPLAINED] };
    const { exitCode, output, complaint } = await machine.script(script, [], about.path, options);
    if (exitCode === COMPLAINED) throw notSeen(about, complaint);
    return output;
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

/** As the local store throws it, where it has a code. */
function notSeen({ path }: SnapshotEntry, complaint: string): Error {
  const [first = ''] = complaint.split('\n');
  const unknown = new BackupError({
    code: 'remote-failed',
    title: `Not everything in “${path}” could be looked at.`,
    advice: 'The details have what its programs said.',
    detail: complaint,
  });
  return errnoError(first) ?? unknown;
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
