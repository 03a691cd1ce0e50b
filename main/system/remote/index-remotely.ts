import type { SearchIndex } from '../../domain/search-index.js';
import { SearchIndexBuilder, type IndexedDirectory } from '../../domain/search-index-builder.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import { escapeLatin1 } from '../../shared/display-name.js';
import { MOST_ENTRIES } from '../store/build-search-index.js';
import { takeTurns } from '../take-turns.js';
import { ABSENT, COMPLAINED, notSeen, telling } from './complaints.js';
import type { RemoteMachine } from './remote-machine.js';

/** As on this machine: what has gone, and what is not for this user to look into. */
const LEFT_OUT = new RegExp(`${ABSENT.source}|: Permission denied$`);

/**
 * Reads names of snapshots in `$1`, the newest first, and prints of each its name after `>`, and what is in its directories: of
 * those after the first only in directories of which the time of change is not that in the one before.
 *
 * Not every shell says why a directory cannot be entered; find does.
 */
const SCRIPT = `
cd -- "$1" || exit
enter() { cd "./$1" 2>/dev/null || { find "./$1/." -maxdepth 0 >/dev/null; exit 0; }; }
directories() { ( enter "$1"; find . -type d -printf "$2%T@ %p\\0" ); }
newer=
${telling(
  String.raw`while IFS= read -r name; do
  printf '>%s\0' "$name"
  { if [ -n "$newer" ]; then directories "$newer" b; fi; directories "$name" a; } |
    LC_ALL=C sort -z -k1.2 | uniq -z -u -s1 | grep -az ^a | cut -z -d ' ' -f 2- |
    ( enter "$name"; xargs -0 -r sh -c 'find "$@" -maxdepth 1 -printf "%d%y %p\0"' sh )
  newer=$name
done`,
  LEFT_OUT,
)}
`;

/** As buildSearchIndex(), on the other side. */
export async function indexRemotely(
  machine: RemoteMachine,
  snapshots: readonly SnapshotEntry[],
  signal: AbortSignal,
): Promise<SearchIndex> {
  const names = snapshots.map(({ name }) => name);
  const builder = new SearchIndexBuilder(names, MOST_ENTRIES);
  const [first] = snapshots;
  if (first === undefined) return builder.finish();
  const parent = first.path.slice(0, -(first.name.length + 1)) || '/';
  const input = Buffer.from(
    names
      .toReversed()
      .map((name) => `${name}\n`)
      .join(''),
  );
  const options = { input, signal, expected: [COMPLAINED] };
  const { exitCode, output, complaint } = await machine.script(SCRIPT, [parent], parent, options);
  if (exitCode === COMPLAINED) throw notSeen(parent, complaint);
  const turn = takeTurns(signal);
  for (const [name, listing] of listings(output)) {
    const place = names.indexOf(name);
    // A directory comes before what is in it.
    const paths = [...listing.keys()].sort((one, other) =>
      sortable(one) < sortable(other) ? -1 : 1,
    );
    for (const path of paths) {
      await turn();
      const directory = directoryAt(builder, path);
      if (directory !== null) builder.setNames(directory, listing.get(path) ?? [], place);
    }
  }
  return builder.finish();
}

/** Names in directories by the directories' paths, which begin with `.`, of one snapshot after the other. */
function* listings(output: Buffer): Iterable<[string, Map<string, string[]>]> {
  let name: string | null = null;
  let listing = new Map<string, string[]>();
  for (const record of output.toString('latin1').split('\0')) {
    if (record.startsWith('>')) {
      if (name !== null) yield [name, listing];
      name = record.slice(1);
      listing = new Map();
      continue;
    }
    const [depth, kind, path] = [record[0], record[1], record.slice(3)];
    if (depth === '0' && kind === 'd') listing.set(path, listing.get(path) ?? []);
    if (depth !== '1') continue;
    const slash = path.lastIndexOf('/');
    const entry = `${escapeLatin1(path.slice(slash + 1))}${kind === 'd' ? '/' : ''}`;
    listing.get(path.slice(0, slash))?.push(entry);
  }
  if (name !== null) yield [name, listing];
}

function sortable(path: string): string {
  return path.replaceAll('/', '\0');
}

/** null: it is in none that was looked into. */
function directoryAt(builder: SearchIndexBuilder, path: string): IndexedDirectory | null {
  let directory: IndexedDirectory | null = builder.root;
  for (const name of path.split('/').slice(1)) {
    directory = directory === null ? null : builder.directoryIn(directory, escapeLatin1(name));
  }
  return directory;
}
