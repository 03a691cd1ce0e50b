import type {
  DescribeRequest,
  FileRequest,
  FolderRequest,
} from '../../main/shared/snapshot-requests.js';
import { packNames, type PackedNames } from '../../main/shared/packed-names.js';
import type { EntryDetail, Preview } from '../../main/shared/snapshot-content.js';
import { findSnapshot } from '../../main/engine/change-snapshots.js';
import type { PathNames, Tree } from '../../main/engine/ports-contents.js';
import { errorCode } from '../../main/system/error-code.js';
import { readBeginning } from '../../main/system/read-beginning.js';
import { describeEntries } from '../../main/system/store/describe-entries.js';
import { previewFile } from '../../main/system/store/preview-file.js';
import { readFolder, readFolderWithDeleted } from '../../main/system/store/read-folder.js';
import { openStore } from './open-stores.js';
import { folderMissing, lookInto, lookNow, namesOf } from './work-place.js';
import type { WorkContext } from './work-context.js';

export async function readFolderOf(
  { snapshot, path, deleted, order }: FolderRequest,
  { place, signal }: WorkContext,
): Promise<PackedNames> {
  const names = namesOf(path);
  if (!deleted) {
    const folder = await lookInto(place, snapshot, names, signal);
    if (folder === null) throw folderMissing(names);
    try {
      return packNames(readFolder(folder, order));
    } finally {
      folder.close();
    }
  }
  const store = await openStore(place);
  const snapshots = await store.snapshots();
  const places = snapshots.map((one) => ({ snapshot: one, names }));
  const open = await store.contents.look(places, 'inside', signal);
  const current = await lookInto(place, snapshot, names, signal);
  try {
    const entries = await readFolderWithDeleted(current, snapshots, names, open, order, signal);
    if (current === null && entries.length === 0) throw folderMissing(names);
    return packNames(entries);
  } finally {
    current?.close();
  }
}

export async function describe(
  { snapshot, path, names }: DescribeRequest,
  { place, signal }: WorkContext,
): Promise<readonly (EntryDetail | null)[]> {
  const folder = namesOf(path);
  const [directory, before] = await lookAtBoth(place, snapshot, folder, signal);
  if (directory === null) throw folderMissing(folder);
  const now = snapshot === null ? 'unknown' : orUnknown(() => lookNow(place, folder));
  try {
    return describeEntries({ directory, now, before }, names);
  } finally {
    for (const tree of [directory, now, before]) {
      if (tree !== null && tree !== 'unknown') tree.close();
    }
  }
}

export async function previewOf(
  { snapshot, path }: FileRequest,
  { place, signal }: WorkContext,
): Promise<Preview> {
  const names = namesOf(path);
  if (snapshot !== null) {
    const store = await openStore(place);
    const file = { snapshot: await findSnapshot(store, snapshot), names };
    return previewFile((bytes) => store.contents.read(file, bytes, signal));
  }
  const directory = lookNow(place, names.slice(0, -1));
  if (directory === null) throw folderMissing(names.slice(0, -1));
  const name = names.at(-1) ?? new Uint8Array();
  try {
    return await previewFile((bytes) => readBeginning(directory, name, bytes));
  } finally {
    directory.close();
  }
}

/** The folder, and in the snapshot before what is there in its place. */
async function lookAtBoth(
  place: WorkContext['place'],
  snapshot: string | null,
  names: PathNames,
  signal: AbortSignal,
): Promise<[Tree | null, Tree | null | 'unknown']> {
  if (snapshot === null) return [lookNow(place, names), 'unknown'];
  const store = await openStore(place);
  const current = await findSnapshot(store, snapshot);
  const snapshots = await store.snapshots();
  const earlier = snapshots[snapshots.findIndex(({ name }) => name === snapshot) - 1];
  const both = earlier === undefined ? [current] : [current, earlier];
  const places = both.map((one) => ({ snapshot: one, names }));
  const open = await store.contents.look(places, 'inside', signal);
  const before = earlier === undefined ? 'unknown' : orUnknown(() => open(earlier, names));
  return [open(current, names), before];
}

function orUnknown(look: () => Tree | null): Tree | null | 'unknown' {
  try {
    return look();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return 'unknown';
  }
}
