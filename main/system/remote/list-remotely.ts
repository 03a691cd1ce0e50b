import type {
  Depth,
  FileBeginning,
  OpenTree,
  PathNames,
  SnapshotEntry,
  SnapshotPlace,
  Tree,
} from '../../engine/ports-contents.js';
import { ABSENT, COMPLAINED, notSeen, telling } from './complaints.js';
import { ListedTree, listedStats } from './listed-tree.js';
import type { RemoteMachine } from './remote-machine.js';

/**
 * For find(1): kind, mode, owner, group, size, links, inode, time, blocks and the device that it is, then a name, and where a
 * symbolic link leads, which comes after what no name ends with. find does not know devices, stat(1) does.
 *
 * @param before what each begins with
 */
function printFacts(before = ''): string {
  const device = (kind: string): string =>
    `-type ${kind} -exec stat --printf "${before}${kind} %a %u %g %s %h %i %.9Y %b %t:%T %n//\\0" {} +`;
  const rest = `-printf "${before}%y %m %U %G %s %n %i %T@ %b - %p//%l\\0"`;
  return `\\( ${device('b')} -o ${device('c')} -o ${rest} \\)`;
}

/** Reads paths, and prints those that are there, without the symbolic links that lead to them. */
const REAL = telling('xargs -0 -r realpath -ez --', ABSENT);
/** Reads paths. */
const LIST = telling(
  `xargs -0 -r sh -c 'depth=$1; shift; find "$@" -maxdepth "$depth" ${printFacts()}' sh "$1"`,
  ABSENT,
);

const DEPTHS: Readonly<Record<Depth, string>> = { itself: '0', inside: '1', below: '1000000' };

/** As find has them, at most one round trip more than one. */
export async function listRemotely(
  machine: RemoteMachine,
  places: readonly SnapshotPlace[],
  depth: Depth,
  signal: AbortSignal,
): Promise<OpenTree> {
  const [first] = places;
  if (first === undefined) return () => null;
  const { snapshot } = first;
  const ask = async (script: string, paths: readonly Buffer[]): Promise<Buffer> => {
    const input = Buffer.concat(paths.flatMap((path) => [path, Buffer.from([0])]));
    const options = { input, signal, expected: [COMPLAINED] };
    const result = await machine.script(script, [DEPTHS[depth]], snapshot.path, options);
    if (result.exitCode === COMPLAINED) throw notSeen(snapshot.path, result.complaint);
    return result.output;
  };
  const parents = new Map(places.map((place) => [latin1(parentOf(place)), parentOf(place)]));
  const real = new Set((await ask(REAL, [...parents.values()])).toString('latin1').split('\0'));
  const reached = places.filter((place) => real.has(latin1(parentOf(place))));
  const output = await ask(LIST, reached.map(pathOf));
  const snapshots = new Map(places.map((place) => [place.snapshot.name, place.snapshot]));
  const trees = treesIn(output, [...snapshots.values()]);
  return ({ name }, names) => {
    const tree = trees.get(name);
    return tree?.isThere === true ? tree.find(names) : null;
  };
}

function treesIn(
  output: Buffer,
  snapshots: readonly SnapshotEntry[],
): ReadonlyMap<string, ListedTree> {
  const trees = new Map(snapshots.map(({ name }) => [name, new ListedTree()]));
  const parent = snapshots[0]?.path.slice(0, -(snapshots[0].name.length + 1)) ?? '';
  const before = Buffer.byteLength(parent) + 1;
  // On btrfs every snapshot is a device of its own.
  const devices = new Map(
    snapshots.map(({ name, method }, index) => [name, method === 'btrfs' ? index + 1 : 0]),
  );
  for (const record of output.toString('latin1').split('\0')) {
    const [kind, facts, path, linkTarget] = parseRecord(record);
    const inParent = path.slice(before);
    const slash = inParent.indexOf('/');
    const name = slash === -1 ? inParent : inParent.slice(0, slash);
    const stats = listedStats(kind, devices.get(name) ?? 0, facts);
    trees.get(name)?.add(slash === -1 ? '' : inParent.slice(slash + 1), { stats, linkTarget });
  }
  return trees;
}

/** As printFacts() has them: kind, facts, path, where a symbolic link leads. */
function parseRecord(record: string): readonly [string, readonly string[], string, string] {
  const facts = record.split(' ', 10);
  const rest = record.slice(facts.join(' ').length + 1);
  const end = rest.indexOf('//');
  return [facts[0] ?? '', facts, rest.slice(0, end), rest.slice(end + 2)];
}

/**
 * Prints what one of two trees has and the other has not in the same way, `a` before what is in the first, `b` in the second.
 * Times of directories, and how their names are kept, are no difference.
 */
const PAIR = `
list() {
  cd -- "$1" || return
  find . -mindepth 1 \\( -type d -printf "$2%y %m %U %G 0 0 0 0 0 - %p//\\0" -o ${printFacts('$2')} \\)
}
{ ( list "$1" a ); ( list "$2" b ); } | LC_ALL=C sort -z -k1.2 | uniq -z -u -s1
`;

/** Two trees, without what is the same in both. */
export async function pairRemotely(
  machine: RemoteMachine,
  before: SnapshotEntry,
  after: SnapshotEntry,
  signal: AbortSignal,
): Promise<[Tree, Tree]> {
  const args = [before.path, after.path];
  const { output, complaint } = await machine.script(PAIR, args, before.path, { signal });
  if (complaint !== '') throw notSeen(before.path, complaint);
  const [one, other] = [new ListedTree(), new ListedTree()];
  for (const record of output.toString('latin1').split('\0')) {
    const isFirst = record.startsWith('a');
    const [kind, facts, path, linkTarget] = parseRecord(record.slice(1));
    const stats = listedStats(kind, isFirst ? 1 : 2, facts);
    if (kind !== '') (isFirst ? one : other).add(path.slice('./'.length), { stats, linkTarget });
  }
  return [one, other];
}

/** Reads the path of a file, to which no symbolic link may lead. Prints its size, a line feed, and its beginning. */
const READ = String.raw`
newline='
'
path=$(cat; echo .)
path=\${path%.}
real=$(realpath -e -- "$path" && echo .) || exit 8
if [ "$real" != "$path$newline." ] || [ ! -f "$path" ]; then exit 9; fi
stat -c %s -- "$path" || exit 8
head -c "$1" -- "$path" || exit 8
`.replaceAll('\\$', '$');
/** Of READ; what its programs say tells why. */
const NOT_SEEN = 8;
/** Of READ. */
const NO_FILE = 9;

export async function readRemotely(
  machine: RemoteMachine,
  place: SnapshotPlace,
  bytes: number,
  signal: AbortSignal,
): Promise<FileBeginning | null> {
  const options = { input: pathOf(place), signal, expected: [NOT_SEEN, NO_FILE] };
  const { snapshot } = place;
  const result = await machine.script(READ, [String(bytes)], snapshot.path, options);
  const { exitCode, output, complaint } = result;
  if (exitCode === NO_FILE) return null;
  const unseen = complaint.split('\n').filter((line) => line !== '' && !ABSENT.test(line));
  if (exitCode === NOT_SEEN && unseen.length > 0) throw notSeen(snapshot.path, unseen.join('\n'));
  if (exitCode === NOT_SEEN) return null;
  const end = output.indexOf('\n');
  return { size: Number(output.subarray(0, end).toString()), bytes: output.subarray(end + 1) };
}

function parentOf({ snapshot, names }: SnapshotPlace): Buffer {
  return pathTo(snapshot, names.slice(0, -1));
}

function pathOf({ snapshot, names }: SnapshotPlace): Buffer {
  return pathTo(snapshot, names);
}

function pathTo({ path }: SnapshotEntry, names: PathNames): Buffer {
  const slash = Buffer.from('/');
  return Buffer.concat([Buffer.from(path), ...names.flatMap((name) => [slash, name])]);
}

function latin1(bytes: Buffer): string {
  return bytes.toString('latin1');
}
