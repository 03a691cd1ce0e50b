import { parseSnapshotName } from '../../domain/snapshot-name.js';
import type { FreeSpace, StoreState } from '../../engine/ports.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import type { SnapshotMethod } from '../../shared/run-event.js';
import type { DestinationMarker, RunRecord, SnapshotRecord } from '../../shared/run-record.js';
import { allowsRemoval, BTRFS_MAGIC, SUBVOLUME_INODE } from '../store/btrfs.js';
import { parseRecord, usableMarker, usableRuns } from '../store/catalog.js';
import { usableSpace, type FileSystemStats } from '../store/free-space.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

/** All that a run wants to know of a destination, asked for at once. */
export interface StoreView extends StoreState {
  readonly entries: readonly SnapshotEntry[];
  readonly runs: readonly RunRecord[];
  readonly records: ReadonlyMap<string, SnapshotRecord>;
  readonly method: SnapshotMethod;
  /** True: `latest` and all of the catalog is there. */
  readonly hasDirectories: boolean;
  /** True: `latest` is to be made as a subvolume. */
  readonly makesSubvolumes: boolean;
  /** What is in the directories, whatever it is. */
  readonly names: Readonly<Record<'catalog' | 'runs' | 'parent', readonly string[]>>;
}

/** stat(1), --file-system: `ef53 4096 BLOCKS FREE AVAILABLE INODES FREE-INODES` */
const FILE_SYSTEM = '%t %S %b %f %a %c %d';

/**
 * Prints, each ended by NUL: what is at `latest`, its inode, the file system's statistics (stat(1), -f) and mount options,
 * then entries of the parent and of the catalog with their kinds, an empty one after each list, then the catalog's
 * files (grep(1), --null: name, NUL, line).
 */
const SCRIPT = String.raw`
set -e
latest=$1; parent=$2; catalog=$3
inode=
if [ -d "$latest" ]; then
  first=$(find "$latest/" -mindepth 1 -maxdepth 1 -printf x -quit)
  if [ -n "$first" ]; then state=filled; else state=empty; fi
  inode=$(stat -c %i -- "$latest")
elif [ -e "$latest" ]; then state=not-a-directory
else state=missing; fi
near=$latest
while [ ! -d "$near" ]; do near=\${near%/*}; near=\${near:-/}; done
printf '%s\0%s\0' "$state" "$inode"
stat --file-system --printf '${FILE_SYSTEM}\0' -- "$near"
options=$(findmnt --noheadings --output OPTIONS --target "$near" || :)
printf '%s\0' "$options"
if [ -d "$parent" ]; then find "$parent/" -mindepth 1 -maxdepth 1 -printf '%y %i %f\0'; fi
printf '\0'
if [ -d "$catalog" ] && [ ! -L "$catalog" ]; then
  find "$catalog/" -mindepth 1 -maxdepth 2 -printf '%y %P\0' || :
  printf '\0'
  find "$catalog/" -mindepth 1 -maxdepth 2 -type f -name '*.json' -print0 |
    xargs -0 -r grep -aHZ '' -- || :
else printf '\0'; fi
`.replaceAll('\\$', '$');

export async function lookAtStore(
  machine: RemoteMachine,
  paths: StorePaths,
  isRoot: boolean,
): Promise<StoreView> {
  const args = [paths.latest, paths.parent, paths.catalog];
  const { output } = await machine.script(SCRIPT, args, paths.parent);
  const [latest = '', inode = '', stats = '', options = '', ...rest] = output
    .toString('utf8')
    .split('\0');
  const fileSystem = parseStats(stats);
  const onBtrfs = fileSystem.type === BTRFS_MAGIC;
  const removable = isRoot || allowsRemoval(options);
  const parent = upToEmpty(rest).map(parseEntry);
  const inCatalog = upToEmpty(rest.slice(parent.length + 1));
  const texts = rest.slice(parent.length + inCatalog.length + 2).join('\0');
  const files = parseFiles(texts, paths.catalog);
  const hasLatest = latest === 'filled' || latest === 'empty';
  const isSubvolume = onBtrfs && Number(inode) === SUBVOLUME_INODE;
  const entries = snapshotEntries(parent, paths, onBtrfs);
  return {
    latest: latest as StoreState['latest'],
    marker: markerAmong(inCatalog, files),
    snapshots: entries.map(({ name }) => name),
    entries,
    runs: usableRuns(recordsIn(files, 'runs/') as readonly RunRecord[]),
    records: new Map(
      (recordsIn(files, 'snapshots/') as readonly SnapshotRecord[]).map((record) => [
        record.name,
        record,
      ]),
    ),
    method: isSubvolume ? (removable ? 'btrfs' : 'reflinks') : 'hard-links',
    hasDirectories: hasLatest && CATALOG.every((entry) => inCatalog.includes(entry)),
    makesSubvolumes: onBtrfs && removable,
    names: {
      parent: parent.map(({ name }) => name),
      catalog: inCatalog.map((entry) => entry.slice(2)).filter((name) => !name.includes('/')),
      runs: inCatalog
        .filter((entry) => entry.slice(2).startsWith('runs/'))
        .map((entry) => entry.slice(2 + 'runs/'.length)),
    },
  };
}

/** Directories, and no links to any. */
const CATALOG = ['d runs', 'd snapshots'];

function upToEmpty(fields: readonly string[]): readonly string[] {
  return fields.slice(0, fields.indexOf(''));
}

/** What is free now, which nobody remembers. */
export async function remoteSpace(
  machine: RemoteMachine,
  { parent }: StorePaths,
  isRoot: boolean,
): Promise<FreeSpace> {
  const args = [FILE_SYSTEM, parent];
  const script = 'stat --file-system --format "$1" -- "$2"';
  const { output } = await machine.script(script, args, parent);
  return usableSpace(parseStats(output.toString('latin1').trim()), isRoot);
}

function parseStats(text: string): FileSystemStats {
  const [type = '', ...numbers] = text.split(' ');
  const [bsize = 0, blocks = 0, bfree = 0, bavail = 0, files = 0, ffree = 0] = numbers.map(Number);
  return { type: Number.parseInt(type, 16), bsize, blocks, bfree, bavail, files, ffree };
}

interface ParentEntry {
  readonly kind: string;
  readonly inode: number;
  readonly name: string;
}

function parseEntry(text: string): ParentEntry {
  const [kind = '', inode = ''] = text.split(' ', 2);
  return { kind, inode: Number(inode), name: text.slice(kind.length + inode.length + 2) };
}

/** Directories only: a file or link with a time stamp for a name is not ours to remove. */
function snapshotEntries(
  entries: readonly ParentEntry[],
  { parent, directory }: StorePaths,
  onBtrfs: boolean,
): readonly SnapshotEntry[] {
  return entries
    .filter(({ kind, name }) => kind === 'd' && name !== directory)
    .filter(({ name }) => parseSnapshotName(name) !== null)
    .map(({ name, inode }) => ({
      name,
      path: `${parent === '/' ? '' : parent}/${name}`,
      method: onBtrfs && inode === SUBVOLUME_INODE ? ('btrfs' as const) : ('hard-links' as const),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Texts by their names in the catalog. */
function parseFiles(text: string, catalog: string): ReadonlyMap<string, string> {
  const files = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [path = '', content] = line.split('\0', 2);
    if (content === undefined || !path.startsWith(`${catalog}/`)) continue;
    const name = path.slice(catalog.length + 1);
    const lines = files.get(name);
    if (lines === undefined) files.set(name, [content]);
    else lines.push(content);
  }
  return new Map([...files].map(([name, lines]) => [name, lines.join('\n')]));
}

function markerAmong(
  inCatalog: readonly string[],
  files: ReadonlyMap<string, string>,
): DestinationMarker | 'unreadable' | null {
  if (!inCatalog.some((entry) => entry.slice(2) === MARKER)) return null;
  const text = files.get(MARKER);
  return usableMarker(text === undefined ? null : (parseRecord(text) as DestinationMarker | null));
}

const MARKER = 'destination.json';

function recordsIn(files: ReadonlyMap<string, string>, directory: string): readonly unknown[] {
  return [...files]
    .filter(([name]) => name.startsWith(directory))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, text]) => parseRecord(text) ?? []);
}
