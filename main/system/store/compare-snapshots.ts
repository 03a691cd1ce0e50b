import { isDirectoryTimeOnly, parseItemizedChange } from '../../domain/itemized-change.js';
import { runsBetween } from '../../domain/runs-between.js';
import type { Store } from '../../engine/ports.js';
import type { SnapshotEntry, Tree } from '../../engine/ports-contents.js';
import { BackupError } from '../../shared/backup-error.js';
import type { Comparison, TreeChange } from '../../shared/snapshot-content.js';
import { comparePaths, compareTrees } from './compare-trees.js';

/** More would not be looked through. */
const MOST_CHANGES = 10_000;

export interface Compared {
  /** null: what is there now. */
  readonly before: SnapshotEntry | null;
  readonly after: SnapshotEntry | null;
  /** What is there now; null: nothing. */
  readonly lookNow: () => Tree | null;
}

export interface ComparisonOptions {
  readonly signal: AbortSignal;
  /** Told from time to time how many entries were looked at. */
  readonly onProgress?: (entries: number) => void;
}

/** What is otherwise: where the catalog knows what the runs in between have touched, nothing else is looked at. */
export async function compareSnapshots(
  store: Store,
  compared: Compared,
  { signal, onProgress = () => undefined }: ComparisonOptions,
): Promise<Comparison> {
  const changes: TreeChange[] = [];
  const counts = { created: 0, changed: 0, deleted: 0 };
  const options = {
    signal,
    onProgress,
    onChange: (change: TreeChange): void => {
      counts[change.action] += 1;
      if (changes.length < MOST_CHANGES) changes.push(change);
    },
  };
  const { before, after } = compared;
  const known = store.host === null ? await touchedPaths(store, before, after) : null;
  if (known !== null) await comparePaths(known.before, known.after, known.paths, options);
  else {
    const [one, other] = await bothTrees(store, compared, signal);
    try {
      await compareTrees(one, other, options);
    } finally {
      one.close();
      other.close();
    }
  }
  return { changes, counts, fromRecords: known !== null };
}

async function bothTrees(
  store: Store,
  { before, after, lookNow }: Compared,
  signal: AbortSignal,
): Promise<[Tree, Tree]> {
  if (before !== null && after !== null) return store.contents.pair(before, after, signal);
  const look = async (snapshot: SnapshotEntry | null): Promise<Tree | null> => {
    if (snapshot === null) return lookNow();
    const open = await store.contents.look([{ snapshot, names: [] }], 'below', signal);
    return open(snapshot, []);
  };
  const one = await look(before);
  const other = await look(after);
  if (one !== null && other !== null) return [one, other];
  one?.close();
  other?.close();
  throw new BackupError({
    code: 'folder-missing',
    title: 'This is not there any more.',
    advice: 'Choose another time.',
  });
}

interface TouchedPaths {
  /** Absolute paths of the snapshots. */
  readonly before: string;
  readonly after: string;
  readonly paths: ReadonlySet<string>;
}

/** null: the catalog does not know. */
async function touchedPaths(
  store: Store,
  before: SnapshotEntry | null,
  after: SnapshotEntry | null,
): Promise<TouchedPaths | null> {
  if (before === null || after === null) return null;
  const between = [before.name, after.name] as const;
  const snapshots = (await store.snapshots()).map(({ name }) => name);
  const runs = runsBetween(between, snapshots, await store.snapshotRecords(), await store.runs());
  if (runs === null) return null;
  const paths = new Set<string>();
  for (const run of runs) {
    const lines = await store.readChangeLog(run);
    if (lines === null) return null;
    for (const line of lines) {
      const change = isDirectoryTimeOnly(line) ? null : parseItemizedChange(line);
      // rsync tells new attributes under one name of a file only, and it may have others.
      if (change?.attributesOnly === true) return null;
      if (change !== null) paths.add(change.name);
    }
  }
  return { before: before.path, after: after.path, paths };
}
