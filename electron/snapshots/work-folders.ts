import type {
  DescribeRequest,
  FileRequest,
  FolderRequest,
} from '../../main/shared/snapshot-requests.js';
import type { EntryDetail, FolderName, Preview } from '../../main/shared/snapshot-content.js';
import { errorCode } from '../../main/system/error-code.js';
import { describeEntries } from '../../main/system/store/describe-entries.js';
import { previewFile } from '../../main/system/store/preview-file.js';
import { readFolder, readFolderWithDeleted } from '../../main/system/store/read-folder.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { folderMissing, inFolder, namesOf, openStore, rootOf } from './work-place.js';
import type { WorkContext } from './work-context.js';

export async function readFolderOf(
  { snapshot, path, deleted, order }: FolderRequest,
  { place, signal }: WorkContext,
): Promise<readonly FolderName[]> {
  const names = namesOf(path);
  const root = await rootOf(place, snapshot);
  if (!deleted)
    return inFolder(root, names, (folder) => Promise.resolve(readFolder(folder, order)));
  const snapshots = await (await openStore(place)).snapshots();
  const current = TreeDirectory.find(root, names);
  try {
    const entries = await readFolderWithDeleted(current, snapshots, names, order, signal);
    if (current === null && entries.length === 0) throw folderMissing(names);
    return entries;
  } finally {
    current?.close();
  }
}

export async function describe(
  { snapshot, path, names }: DescribeRequest,
  { place }: WorkContext,
): Promise<readonly (EntryDetail | null)[]> {
  const folder = namesOf(path);
  const before = await snapshotBefore(snapshot, place);
  return inFolder(await rootOf(place, snapshot), folder, (directory) => {
    const opened = [
      snapshot === null ? ('unknown' as const) : lookAt(place.source, folder),
      before === null ? ('unknown' as const) : lookAt(before, folder),
    ] as const;
    const [now, earlier] = opened;
    try {
      return Promise.resolve(describeEntries({ directory, now, before: earlier }, names));
    } finally {
      for (const other of opened) if (other !== null && other !== 'unknown') other.close();
    }
  });
}

export async function previewOf(
  { snapshot, path }: FileRequest,
  { place }: WorkContext,
): Promise<Preview> {
  const names = namesOf(path);
  return inFolder(await rootOf(place, snapshot), names.slice(0, -1), (directory) =>
    previewFile(directory, names.at(-1) ?? new Uint8Array()),
  );
}

async function snapshotBefore(
  snapshot: string | null,
  place: WorkContext['place'],
): Promise<string | null> {
  if (snapshot === null) return null;
  const snapshots = await (await openStore(place)).snapshots();
  const index = snapshots.findIndex(({ name }) => name === snapshot);
  return snapshots[index - 1]?.path ?? null;
}

function lookAt(root: string, names: readonly Uint8Array[]): TreeDirectory | null | 'unknown' {
  try {
    return TreeDirectory.find(root, names);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return 'unknown';
  }
}
