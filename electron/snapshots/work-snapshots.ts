import { parseSearchPattern } from '../../main/domain/search-pattern.js';
import { search, type SearchIndex } from '../../main/domain/search-index.js';
import { findSnapshot, markSnapshot, removeSnapshots } from '../../main/engine/change-snapshots.js';
import { withDestination } from '../../main/engine/use-destination.js';
import type {
  CompareRequest,
  Comparison,
  MarkRequest,
  PathRequest,
  SnapshotsRequest,
} from '../../main/shared/snapshot-requests.js';
import type {
  PathVersion,
  SearchAnswer,
  SnapshotSpace,
  TreeChange,
} from '../../main/shared/snapshot-content.js';
import { buildSearchIndex } from '../../main/system/store/build-search-index.js';
import { compareTrees } from '../../main/system/store/compare-trees.js';
import { measureSnapshots } from '../../main/system/store/measure-snapshots.js';
import { pathVersions } from '../../main/system/store/path-versions.js';
import { readSearchIndex, writeSearchIndex } from '../../main/system/store/search-index-file.js';
import type { WorkContract } from './work-contract.js';
import { changeContext, namesOf, openStore, rootOf } from './work-place.js';
import type { WorkContext } from './work-context.js';

export async function versions(
  { path }: PathRequest,
  { place, signal }: WorkContext,
): Promise<readonly PathVersion[]> {
  const snapshots = await (await openStore(place)).snapshots();
  return pathVersions(snapshots, namesOf(path), signal);
}

/** More would not be looked through. */
const MOST_CHANGES = 10_000;

export async function compare(
  { before, after }: CompareRequest,
  { place, signal }: WorkContext,
): Promise<Comparison> {
  const changes: TreeChange[] = [];
  const counts = { created: 0, changed: 0, deleted: 0 };
  const onChange = (change: TreeChange): void => {
    counts[change.action] += 1;
    if (changes.length < MOST_CHANGES) changes.push(change);
  };
  const [one, other] = [await rootOf(place, before), await rootOf(place, after)];
  await compareTrees(one, other, onChange, signal);
  return { changes, counts };
}

export async function measure(
  { snapshots }: SnapshotsRequest,
  { place, signal }: WorkContext,
): Promise<SnapshotSpace> {
  const store = await openStore(place);
  const entries = await Promise.all(snapshots.map((name) => findSnapshot(store, name)));
  return measureSnapshots(entries, signal);
}

/** Of the destination that was searched last. */
let index: { readonly key: string; readonly ready: Promise<SearchIndex> } | null = null;

const MOST_RESULTS = 500;

export async function searchNames(
  { text, cache }: WorkContract['search']['request'],
  { place }: WorkContext,
): Promise<SearchAnswer> {
  const pattern = parseSearchPattern(text);
  if (pattern === null) return { results: [], total: 0, complete: true };
  const store = await openStore(place);
  const snapshots = await store.snapshots();
  const names = snapshots.map(({ name }) => name);
  const key = [store.parent, ...names].join('/');
  if (index?.key !== key) {
    const { signal } = new AbortController();
    const make = async (): Promise<SearchIndex> => {
      const kept = await readSearchIndex(cache, names);
      if (kept !== null) return kept;
      const made = await buildSearchIndex(snapshots, signal);
      await writeSearchIndex(cache, made);
      return made;
    };
    index = { key, ready: make() };
    index.ready.catch(() => {
      index = null;
    });
  }
  return search(await index.ready, pattern, MOST_RESULTS);
}

export async function mark(
  { snapshot, pinned, note }: MarkRequest,
  { place, signal }: WorkContext,
): Promise<null> {
  const marks = { ...(pinned === null ? {} : { pinned }), ...(note === null ? {} : { note }) };
  await withDestination(changeContext(place, signal), (destination) =>
    markSnapshot(destination, snapshot, marks),
  );
  return null;
}

export async function remove(
  { snapshots }: SnapshotsRequest,
  { place, signal }: WorkContext,
): Promise<null> {
  await withDestination(changeContext(place, signal), (destination) =>
    removeSnapshots(destination, snapshots),
  );
  return null;
}
