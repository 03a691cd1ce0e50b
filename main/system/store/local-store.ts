import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { parseSnapshotName } from '../../domain/snapshot-name.js';
import type { SnapshotEntry, Store, StoreState } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import type { SnapshotMethod } from '../../shared/run-event.js';
import { errorCode, orWhenMissing } from '../error-code.js';
import type { Tools } from '../tools.js';
import { flushDirectory } from '../write-file-atomically.js';
import {
  canRemoveSubvolumes,
  createSubvolume,
  deleteSubvolume,
  isBtrfs,
  isSubvolume,
  snapshotSubvolume,
} from './btrfs.js';
import {
  changesPath,
  createCatalog,
  forgetOldRuns,
  readMarker,
  readRuns,
  readSnapshotRecords,
  writeRecord,
} from './catalog.js';
import { openChangeLog } from './change-log.js';
import { copyTree } from './copy-snapshot.js';
import { lockDestination } from './destination-lock.js';
import { detachFiles } from './detach-files.js';
import { freeSpace } from './free-space.js';
import { nearestDirectory, resolveDestination } from './resolve-destination.js';
import { probeFileSystem } from './probe-file-system.js';
import { exists, removeTree } from './remove-tree.js';
import { PROBE_PREFIX, storePaths, TRASH_PREFIX, type StorePaths } from './store-paths.js';
import { verifyWritable } from './verify-writable.js';

/** A destination on this machine. */
export async function openLocalStore(
  latest: string,
  tools: Tools,
  now: () => Date,
): Promise<Store> {
  const paths = storePaths(await resolveDestination(latest));
  return {
    latest: paths.latest,
    parent: paths.parent,
    inspect: () => inspect(paths),
    probe: async () => probeFileSystem(await nearestDirectory(paths.parent)),
    create: () => create(paths, tools),
    lock: () => lockDestination(paths.lock, tools, now()),
    writeMarker: async (marker) => {
      await writeRecord(paths.marker, marker);
    },
    sweep: (signal) => sweep(paths, tools, signal),
    freeSpace: async () => freeSpace(await nearestDirectory(paths.latest)),
    verifyAlive: () => verifyWritable(paths, tools),
    flush: () => flush(paths, tools),
    detach: (names, signal) => detachFiles(paths, names, tools, signal),
    snapshots: () => listSnapshots(paths),
    isTaken: (name) => exists(join(paths.parent, name)),
    createSnapshot: async (name, signal) => {
      const path = join(paths.parent, name);
      const method = await snapshotMethod(paths, tools);
      if (method === 'btrfs') {
        await snapshotSubvolume(paths.latest, path, tools);
        return { name, path, method, copied: [] };
      }
      const how = method === 'reflinks' ? '--reflink=auto' : '--link';
      const copied = await copyTree(paths.latest, paths.working, how, tools, signal);
      // Before the rename, so that a power cut cannot leave a snapshot with holes under its final name.
      await flush(paths, tools);
      await rename(paths.working, path);
      await flushDirectory(paths.parent);
      return { name, path, method, copied };
    },
    snapshotMethod: () => snapshotMethod(paths, tools),
    removeSnapshot: (name, signal) => removeSnapshot(paths, name, tools, signal),
    runs: () => readRuns(paths),
    saveRun: async (record) => {
      const saved = await writeRecord(join(paths.runs, `${record.id}.json`), record);
      if (record.end !== null) await forgetOldRuns(paths);
      return saved;
    },
    openChangeLog: (run) => Promise.resolve(openChangeLog(changesPath(paths, run))),
    snapshotRecords: () => readSnapshotRecords(paths),
    saveSnapshotRecord: (record) =>
      writeRecord(join(paths.snapshotRecords, `${record.name}.json`), record),
  };
}

async function inspect(paths: StorePaths): Promise<StoreState> {
  return {
    latest: await stateOfLatest(paths.latest),
    marker: await readMarker(paths),
    snapshots: (await listSnapshots(paths)).map(({ name }) => name),
  };
}

async function stateOfLatest(latest: string): Promise<StoreState['latest']> {
  try {
    return (await readdir(latest)).length === 0 ? 'empty' : 'filled';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'missing';
    if (errorCode(error) === 'ENOTDIR') return 'not-a-directory';
    throw error;
  }
}

async function create(paths: StorePaths, tools: Tools): Promise<void> {
  try {
    await mkdir(dirname(paths.latest), { recursive: true });
    if (!(await exists(paths.latest))) {
      const subvolume =
        (await isBtrfs(paths.parent)) && (await canRemoveSubvolumes(paths.parent, tools));
      await (subvolume ? createSubvolume(paths.latest, tools) : mkdir(paths.latest));
    }
    await createCatalog(paths);
  } catch (error) {
    throw asNotWritable(error, paths.parent);
  }
}

/** The advice depends on why the file system refused. */
export function asNotWritable(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new BackupError({
      code: 'destination-not-writable',
      title: `You may not write to “${path}”.`,
      advice: 'Choose a directory that is yours, or run the backup as root (without --no-sudo).',
      cause: error,
    });
  }
  if (code === 'EROFS') {
    return new BackupError({
      code: 'destination-read-only',
      title: `The file system of “${path}” is mounted read-only.`,
      advice: 'Linux does that after errors: unmount it, check it with fsck, and mount it again.',
      cause: error,
    });
  }
  return error;
}

async function flush(paths: StorePaths, tools: Tools): Promise<void> {
  const { exitCode, complaint } = await tools.run('sync', ['--file-system', paths.latest]);
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'flush-failed',
    title: `Not everything could be written to the disk behind “${paths.latest}”.`,
    advice: 'Check the disk and its cable; the next run repairs what is missing.',
    detail: complaint,
  });
}

async function sweep(paths: StorePaths, tools: Tools, signal: AbortSignal): Promise<void> {
  const inCatalog = (await orWhenMissing(() => readdir(paths.catalog), [])).filter(
    (name) => name.startsWith(TRASH_PREFIX) || name.endsWith('.tmp'),
  );
  const inRuns = (await orWhenMissing(() => readdir(paths.runs), [])).filter((name) =>
    name.endsWith('.tmp'),
  );
  const inParent = (await readdir(paths.parent)).filter((name) => name.startsWith(PROBE_PREFIX));
  const leftovers = [
    paths.working,
    paths.detaching,
    ...inCatalog.map((name) => join(paths.catalog, name)),
    ...inRuns.map((name) => join(paths.runs, name)),
    ...inParent.map((name) => join(paths.parent, name)),
  ];
  for (const path of leftovers) {
    if (await exists(path)) await removeTree(path, tools, signal);
  }
}

async function snapshotMethod(paths: StorePaths, tools: Tools): Promise<SnapshotMethod> {
  if (!(await isSubvolume(paths.latest))) return 'hard-links';
  return (await canRemoveSubvolumes(paths.parent, tools)) ? 'btrfs' : 'reflinks';
}

/** Directories only: a file or link with a time stamp for a name is not ours to remove. */
async function listSnapshots(paths: StorePaths): Promise<readonly SnapshotEntry[]> {
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
async function removeSnapshot(
  paths: StorePaths,
  name: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const path = join(paths.parent, name);
  if ((await isBtrfs(path)) && (await isSubvolume(path))) {
    await deleteSubvolume(path, tools);
  } else {
    const trash = join(paths.catalog, `${TRASH_PREFIX}${letters()}`);
    await rename(path, trash);
    await removeTree(trash, tools, signal);
  }
  await rm(join(paths.snapshotRecords, `${name}.json`), { force: true });
}

/** No digits, so that nothing in the name can be taken for a date. */
function letters(): string {
  return [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
