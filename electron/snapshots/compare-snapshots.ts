import { isDirectoryTimeOnly, parseItemizedChange } from '../../main/domain/itemized-change.js';
import { runsBetween } from '../../main/domain/runs-between.js';
import type { Store } from '../../main/engine/ports.js';
import type { CompareRequest, Comparison } from '../../main/shared/snapshot-requests.js';
import type { TreeChange } from '../../main/shared/snapshot-content.js';
import { comparePaths, compareTrees } from '../../main/system/store/compare-trees.js';
import type { WorkContext } from './work-context.js';
import { findSnapshot } from '../../main/engine/change-snapshots.js';
import type { Tree } from '../../main/engine/snapshot-contents.js';
import type { WorkPlace } from './work-contract.js';
import { openStore } from './open-stores.js';
import { folderMissing, lookInto } from './work-place.js';

/** More would not be looked through. */
const MOST_CHANGES = 10_000;

/** What is otherwise: where the catalog knows what the runs in between have touched, nothing else is looked at. */
export async function compareSnapshots(
  { before, after }: CompareRequest,
  { place, signal, onProgress }: WorkContext,
): Promise<Comparison> {
  const changes: TreeChange[] = [];
  const counts = { created: 0, changed: 0, deleted: 0 };
  const options = {
    signal,
    onProgress: (entries: number) => onProgress(entries, 0),
    onChange: (change: TreeChange): void => {
      counts[change.action] += 1;
      if (changes.length < MOST_CHANGES) changes.push(change);
    },
  };
  const store = await openStore(place);
  const known = store.host === null ? await touchedPaths(store, before, after) : null;
  if (known !== null) await comparePaths(known.before, known.after, known.paths, options);
  else {
    const [one, other] = await bothTrees(place, store, before, after, signal);
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
  place: WorkPlace,
  store: Store,
  before: string | null,
  after: string | null,
  signal: AbortSignal,
): Promise<[Tree, Tree]> {
  if (before !== null && after !== null) {
    const snapshots = [
      await findSnapshot(store, before),
      await findSnapshot(store, after),
    ] as const;
    return store.contents.pair(...snapshots, signal);
  }
  const one = await lookInto(place, before, [], signal, 'below');
  const other = await lookInto(place, after, [], signal, 'below');
  if (one !== null && other !== null) return [one, other];
  one?.close();
  other?.close();
  throw folderMissing([]);
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
  before: string | null,
  after: string | null,
): Promise<TouchedPaths | null> {
  if (before === null || after === null) return null;
  const between = [before, after] as const;
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
  const [one, other] = [await findSnapshot(store, before), await findSnapshot(store, after)];
  return { before: one.path, after: other.path, paths };
}
