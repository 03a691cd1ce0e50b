import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store, StoreState } from '../../engine/ports.js';
import { errorCode } from '../error-code.js';
import type { Tools } from '../tools.js';
import {
  changesPath,
  forgetOldRuns,
  readMarker,
  readRuns,
  readSnapshotRecords,
  runPath,
  snapshotRecordPath,
  writeRecord,
} from './catalog.js';
import { openChangeLog, readChangeLog } from './change-log.js';
import { createDestination } from './create-destination.js';
import { keptInodes } from './kept-inodes.js';
import { localContents } from './local-contents.js';
import { lockDestination } from './destination-lock.js';
import { detachFiles } from './detach-files.js';
import { flushFileSystem } from './flush-file-system.js';
import { freeSpace } from './free-space.js';
import { probeFileSystem } from './probe-file-system.js';
import { exists } from './remove-tree.js';
import { nearestDirectory, resolveDestination } from './resolve-destination.js';
import {
  createSnapshot,
  listSnapshots,
  removeSnapshot,
  snapshotMethod,
} from './snapshot-directories.js';
import { storePaths, type StorePaths } from './store-paths.js';
import { sweepLeftovers } from './sweep-leftovers.js';
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
    host: null,
    isHere: true,
    isReadOnly: false,
    contents: localContents,
    receiver: () => ({ destination: paths.latest, connection: [] }),
    inspect: () => inspect(paths),
    probe: async () => probeFileSystem(await nearestDirectory(paths.parent)),
    create: () => createDestination(paths, tools),
    lock: () => lockDestination(paths.lock, tools, now()),
    writeMarker: async (marker) => {
      await writeRecord(paths.marker, marker, true);
    },
    sweep: (signal) => sweepLeftovers(paths, tools, signal),
    freeSpace: async () => freeSpace(await nearestDirectory(paths.latest)),
    verifyAlive: () => verifyWritable(paths, tools),
    flush: () => flushFileSystem(paths.latest, tools),
    keptInodes: (entries, signal) => keptInodes(paths.latest, entries, signal),
    detach: (names, signal) => detachFiles(paths, names, tools, signal),
    snapshots: () => listSnapshots(paths),
    isTaken: (name) => exists(join(paths.parent, name)),
    createSnapshot: (name, signal) => createSnapshot(paths, name, tools, signal),
    snapshotMethod: () => snapshotMethod(paths, tools),
    removeSnapshot: (name, signal) => removeSnapshot(paths, name, tools, signal),
    runs: () => readRuns(paths),
    saveRun: async (record) => {
      const saved = await writeRecord(runPath(paths, record.id), record);
      if (record.end !== null) await forgetOldRuns(paths);
      return saved;
    },
    openChangeLog: (run) => Promise.resolve(openChangeLog(changesPath(paths, run))),
    readChangeLog: (run) => readChangeLog(changesPath(paths, run)),
    snapshotRecords: () => readSnapshotRecords(paths),
    saveSnapshotRecord: (record) => writeRecord(snapshotRecordPath(paths, record.name), record),
    close: () => Promise.resolve(),
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
