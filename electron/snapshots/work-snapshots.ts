import { answerSearch, type SearchIndex } from '../../main/domain/search-index.js';
import { findBoth, findSnapshot, markSnapshot } from '../../main/engine/change-snapshots.js';
import { removeSnapshots } from '../../main/engine/remove-snapshots.js';
import { leftToDaemon } from '../../main/domain/left-to-daemon.js';
import { summarizeSnapshots } from '../../main/engine/summarize-snapshots.js';
import { withDestination } from '../../main/engine/use-destination.js';
import type {
  CompareRequest,
  MarkRequest,
  PathRequest,
  SnapshotsRequest,
} from '../../main/shared/snapshot-requests.js';
import type {
  Comparison,
  PathVersion,
  SearchAnswer,
  SnapshotSpace,
} from '../../main/shared/snapshot-content.js';
import type { Removal } from '../../main/shared/removal.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { compareSnapshots } from '../../main/system/store/compare-snapshots.js';
import { keptSearchIndex } from '../../main/system/store/kept-search-index.js';
import { measureSnapshots } from '../../main/system/store/measure-snapshots.js';
import { pathVersions } from '../../main/system/store/path-versions.js';
import type { WorkContract } from './work-contract.js';
import { openStore } from './open-stores.js';
import { changeContext, lookNow, namesOf } from './work-place.js';
import type { WorkContext } from './work-context.js';

/** What another machine has is asked for anew. */
export async function list(
  _request: null,
  { place }: WorkContext,
): Promise<readonly SnapshotSummary[]> {
  const store = await openStore(place);
  await store.inspect();
  return summarizeSnapshots(store);
}

export async function versions(
  { path }: PathRequest,
  { place, signal }: WorkContext,
): Promise<readonly PathVersion[]> {
  const store = await openStore(place);
  const snapshots = await store.snapshots();
  const names = namesOf(path);
  const places = snapshots.map((snapshot) => ({ snapshot, names }));
  const open = await store.contents.look(places, 'itself', signal);
  return pathVersions(snapshots, names, open, signal);
}

export async function compare(
  request: CompareRequest,
  { place, signal, onProgress }: WorkContext,
): Promise<Comparison> {
  const store = await openStore(place);
  const [before, after] = await findBoth(store, request);
  return compareSnapshots(
    store,
    { before, after, lookNow: () => lookNow(place, []) },
    { signal, onProgress: (entries) => onProgress(entries, 0) },
  );
}

export async function measure(
  { snapshots }: SnapshotsRequest,
  { place, signal }: WorkContext,
): Promise<SnapshotSpace> {
  const store = await openStore(place);
  if (store.isReadOnly) throw leftToDaemon(store.latest);
  const entries = await Promise.all(snapshots.map((name) => findSnapshot(store, name)));
  const places = entries.map((snapshot) => ({ snapshot, names: [] }));
  return measureSnapshots(entries, await store.contents.look(places, 'below', signal), signal);
}

/** Of the destination that was searched last. */
let index: { readonly key: string; readonly ready: Promise<SearchIndex> } | null = null;

/** Where nothing is looked for, the index is made all the same, for whoever does so next. */
export async function searchNames(
  { text, cache }: WorkContract['search']['request'],
  { place }: WorkContext,
): Promise<SearchAnswer> {
  const store = await openStore(place);
  const snapshots = await store.snapshots();
  const key = [store.parent, ...snapshots.map(({ name }) => name)].join('/');
  if (index?.key !== key) {
    const { signal } = new AbortController();
    index = { key, ready: keptSearchIndex(cache, store, snapshots, signal) };
    index.ready.catch(() => {
      index = null;
    });
  }
  return answerSearch(await index.ready, text);
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
  { place, signal, onProgress }: WorkContext,
): Promise<readonly Removal[]> {
  let done = 0;
  const context = changeContext(place, signal, ({ event }) => {
    if (event === 'removed') onProgress(++done, snapshots.length);
  });
  return withDestination(context, (destination) => removeSnapshots(destination, snapshots));
}
