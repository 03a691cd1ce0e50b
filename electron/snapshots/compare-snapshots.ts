import { isDirectoryTimeOnly, parseItemizedChange } from '../../main/domain/itemized-change.js';
import { runsBetween } from '../../main/domain/runs-between.js';
import type { Store } from '../../main/engine/ports.js';
import type { CompareRequest, Comparison } from '../../main/shared/snapshot-requests.js';
import type { TreeChange } from '../../main/shared/snapshot-content.js';
import { comparePaths, compareTrees } from '../../main/system/store/compare-trees.js';
import type { WorkContext } from './work-context.js';
import { openStore, rootOf } from './work-place.js';

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
  const [one, other] = [await rootOf(place, before), await rootOf(place, after)];
  const touched =
    before === null || after === null
      ? null
      : await touchedPaths(await openStore(place), [before, after]);
  if (touched === null) await compareTrees(one, other, options);
  else await comparePaths(one, other, touched, options);
  return { changes, counts, fromRecords: touched !== null };
}

/** null: the catalog does not know. */
async function touchedPaths(
  store: Store,
  between: readonly [string, string],
): Promise<ReadonlySet<string> | null> {
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
  return paths;
}
