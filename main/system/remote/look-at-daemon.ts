import type { ListedLine } from '../../domain/daemon-listing.js';
import type { SnapshotModule } from '../../domain/daemon-snapshots.js';
import type { Depth, OpenTree, SnapshotPlace } from '../../engine/ports-contents.js';
import { listDaemon } from './list-daemon.js';
import { ListedTree, listedStats } from './listed-tree.js';
import type { RemoteOptions } from './remote-options.js';

/**
 * As listRemotely(), with what a daemon tells: times by the second, no inodes, no blocks and no numbers of devices.
 *
 * The daemon follows symbolic links on the way to a path. So that way is listed first, and only what directories lead to is
 * looked into.
 */
export async function lookAtDaemon(
  module: SnapshotModule,
  options: RemoteOptions,
  places: readonly SnapshotPlace[],
  depth: Depth,
  signal: AbortSignal,
): Promise<OpenTree> {
  const ask = async (paths: readonly string[], isDeep: boolean): Promise<readonly ListedLine[]> => {
    if (paths.length === 0) return [];
    const bytes = [...new Set(paths)].map((path) => Buffer.from(path, 'latin1'));
    return listDaemon(module, options, bytes, isDeep, signal);
  };
  const ways = new Map(places.map((place) => [place, wayTo(module, place)] as const));
  // Snapshots themselves are known to be directories.
  const unsure = [...ways.values()].filter((way) => depth === 'itself' || way.length > 1);
  const found = new Map((await ask(unsure.flat(), false)).map((line) => [line.path, line]));
  const isDirectory = (path: string): boolean => found.get(path)?.kind === 'd';
  const reached = [...ways.values()].filter((way) => way.slice(0, -1).every(isDirectory));
  const ends = reached.map((way) => way.at(-1) ?? '');
  const inner = ends.filter((path) => found.get(path) === undefined || isDirectory(path));
  const lines = reached.flat().flatMap((path) => found.get(path) ?? []);
  if (depth === 'inside')
    lines.push(
      ...(await ask(
        inner.map((path) => `${path}/`),
        false,
      )),
    );
  if (depth === 'below') lines.push(...(await ask(inner, true)));
  const trees = treesIn(module, lines);
  return ({ name }, names) => {
    const tree = trees.get(name);
    return tree?.isThere === true ? tree.find(names) : null;
  };
}

/** Paths of the snapshot, of the directories from there, and of the place itself; from the module, one character a byte. */
function wayTo(module: SnapshotModule, { snapshot, names }: SnapshotPlace): readonly string[] {
  const parts = names.map((name) => Buffer.from(name).toString('latin1'));
  const start = latin1(pathIn(module, snapshot.name));
  return [start, ...parts.map((_, index) => [start, ...parts.slice(0, index + 1)].join('/'))];
}

/** Of something beside `latest`, from the module. */
export function pathIn({ place: { directory } }: SnapshotModule, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

function latin1(path: string): string {
  return Buffer.from(path).toString('latin1');
}

function treesIn(
  module: SnapshotModule,
  lines: readonly ListedLine[],
): ReadonlyMap<string, ListedTree> {
  const trees = new Map<string, ListedTree>();
  const before = latin1(pathIn(module, '')).length;
  for (const [index, line] of lines.entries()) {
    const [name = '', ...rest] = line.path.slice(before).split('/');
    const tree = trees.get(name) ?? new ListedTree(true);
    trees.set(name, tree);
    // Nothing is known of inodes: each is taken for another.
    tree.add(rest.join('/'), { stats: statsOf(line, index + 1), linkTarget: line.linkTarget });
  }
  return trees;
}

const BLOCK = 512;

function statsOf({ kind, mode, uid, gid, size, time }: ListedLine, inode: number) {
  const blocks = kind === 'f' ? Math.ceil(size / BLOCK) : 0;
  const facts = [mode.toString(8), uid, gid, size, 1, inode, time, blocks, '-'];
  return listedStats(kind, 0, [kind, ...facts.map(String)]);
}
