import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshotName } from '../../domain/snapshot-name.js';
import type { CreatedSnapshot } from '../../engine/ports.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import type { SnapshotMethod } from '../../shared/run-event.js';
import { orWhenMissing } from '../error-code.js';
import type { Tools } from '../tools.js';
import { flushDirectory } from '../write-file-atomically.js';
import {
  canRemoveSubvolumes,
  deleteSubvolume,
  isBtrfs,
  isSubvolume,
  snapshotSubvolume,
} from './btrfs.js';
import { copyTree } from './copy-snapshot.js';
import { freeSpace } from './free-space.js';
import { flushFileSystem } from './flush-file-system.js';
import { removeTree } from './remove-tree.js';
import { TRASH_PREFIX, type StorePaths } from './store-paths.js';

/** How `latest` can be kept: subvolumes only where the same user can remove them again. */
export async function snapshotMethod(paths: StorePaths, tools: Tools): Promise<SnapshotMethod> {
  if (!(await isSubvolume(paths.latest))) return 'hard-links';
  return (await canRemoveSubvolumes(paths.parent, tools)) ? 'btrfs' : 'reflinks';
}

/** Makes a snapshot under a working name; it has its final name when it is whole and on the disk. */
export async function createSnapshot(
  paths: StorePaths,
  name: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<CreatedSnapshot> {
  const path = join(paths.parent, name);
  const method = await snapshotMethod(paths, tools);
  if (method === 'btrfs') {
    await snapshotSubvolume(paths.latest, path, tools);
    await flushFileSystem(paths.latest, tools);
    return { name, path, method, copied: [] };
  }
  const how = method === 'reflinks' ? '--reflink=auto' : '--link';
  try {
    const copied = await copyTree(
      paths.latest,
      paths.working,
      how,
      tools,
      () => freeSpace(paths.working),
      signal,
    );
    await flushFileSystem(paths.latest, tools);
    await rename(paths.working, path);
    await flushDirectory(paths.parent);
    return { name, path, method, copied };
  } catch (error) {
    await removeTree(paths.working, tools);
    throw error;
  }
}

/** Directories only: a file or link with a time stamp for a name is not ours to remove. */
export async function listSnapshots(paths: StorePaths): Promise<readonly SnapshotEntry[]> {
  const entries = await orWhenMissing(() => readdir(paths.parent, { withFileTypes: true }), []);
  const names = entries
    .filter((entry) => entry.isDirectory() && entry.name !== paths.directory)
    .map(({ name }) => name)
    .filter((name) => parseSnapshotName(name) !== null)
    .sort();
  if (names.length === 0) return [];
  const onBtrfs = await isBtrfs(paths.parent);
  return Promise.all(
    names.map(async (name) => {
      const path = join(paths.parent, name);
      const subvolume = onBtrfs && (await isSubvolume(path));
      return { name, path, method: subvolume ? ('btrfs' as const) : ('hard-links' as const) };
    }),
  );
}

/** Renamed first: a half-deleted directory never looks like a snapshot. Neither step needs room on the disk. */
export async function removeSnapshot(
  paths: StorePaths,
  name: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const path = join(paths.parent, name);
  if ((await isBtrfs(path)) && (await isSubvolume(path))) {
    await deleteSubvolume(path, tools);
  } else {
    const trash = newTrash(paths);
    await rename(path, trash);
    await removeTree(trash, tools, signal);
  }
  await rm(join(paths.snapshotRecords, `${name}.json`), { force: true });
}

/** Where a snapshot goes to be deleted. */
export function newTrash(paths: StorePaths): string {
  return join(paths.catalog, `${TRASH_PREFIX}${letters()}`);
}

/** No digits, so that nothing in the name can be taken for a date. */
function letters(): string {
  return [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
