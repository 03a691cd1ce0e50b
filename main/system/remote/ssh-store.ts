import { join } from 'node:path';
import { formatDestination, type SshDestination } from '../../domain/destination.js';
import type { Store } from '../../engine/ports.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import type { IoniceClass } from '../../shared/ionice-class.js';
import { BackupError } from '../../shared/backup-error.js';
import {
  changesPath,
  forgottenPaths,
  recordText,
  runPath,
  snapshotRecordPath,
} from '../store/catalog.js';
import { flushFileSystem } from '../store/flush-file-system.js';
import { storePaths, type StorePaths } from '../store/store-paths.js';
import { leftoversAmong } from '../store/sweep-leftovers.js';
import { connectionOptions } from './connection-options.js';
import { createRemotely } from './create-remotely.js';
import { detachRemotely } from './detach-remotely.js';
import { lookAtStore, remoteSpace, type StoreView } from './look-at-store.js';
import { probeRemotely } from './probe-remotely.js';
import { remoteContents } from './remote-contents.js';
import { readRemoteChangeLog, remoteChangeLog } from './remote-change-log.js';
import { keptRemotely } from './kept-remotely.js';
import { openRemoteHost } from './remote-host.js';
import { lockRemotely } from './remote-lock.js';
import { remoteMachine, type RemoteMachine } from './remote-machine.js';
import type { RemoteOptions } from './remote-options.js';
import { createRemoteSnapshot, removeRemotely, removeRemoteSnapshot } from './remote-snapshots.js';
import { verifyRemotely } from './verify-remotely.js';
import { writeRemotely } from './write-remotely.js';

/**
 * A destination on another machine, over one SSH connection; see README.md beside this file.
 *
 * What it has is asked for at once, and again when this run holds the lock; from then on nobody else changes it.
 */
export async function openSshStore(
  destination: SshDestination,
  options: RemoteOptions,
  ionice: IoniceClass | null,
  now: () => Date,
  signal?: AbortSignal,
): Promise<Store> {
  const { connection, latest, isRoot, isHere } = await openRemoteHost(destination, options, signal);
  const paths = storePaths(latest);
  const machine = remoteMachine(connection, ionice);
  let view: StoreView | null = null;
  const look = async (): Promise<StoreView> => (view ??= await lookAtStore(machine, paths, isRoot));
  const lookAgain = (): Promise<StoreView> => {
    view = null;
    return look();
  };
  const freeSpace = () => remoteSpace(machine, paths, isRoot);
  const rsyncOptions = (): readonly string[] => [
    `--rsh=${connection.remoteShell}`,
    `--rsync-path=${machine.rsyncPath()}`,
    // Paths go by rsync's own protocol (--secluded-args, once --protect-args).
    '-s',
    ...connectionOptions(options),
  ];
  const saveRecord = (path: string, directory: string, record: object): Promise<boolean> =>
    saved(writeRemotely(machine, path, directory, Buffer.from(recordText(record))));
  return {
    latest,
    parent: paths.parent,
    host: connection.host,
    isHere,
    isReadOnly: false,
    contents: remoteContents(machine, ({ path }) => ({
      host: connection.host,
      path: formatDestination({ ...destination, directory: path }),
      options: rsyncOptions(),
    })),
    receiver: () => ({
      destination: formatDestination({ ...destination, directory: latest }),
      connection: rsyncOptions(),
      parts: 'keep',
    }),
    inspect: lookAgain,
    probe: () => probeRemotely(machine, paths),
    create: async () => {
      const { hasDirectories, makesSubvolumes } = await look();
      if (!hasDirectories) await createRemotely(machine, paths, makesSubvolumes);
    },
    lock: () => lockRemotely(connection, paths, now()),
    writeMarker: async (marker) => {
      const text = Buffer.from(recordText(marker));
      await writeRemotely(machine, paths.marker, paths.catalog, text, true);
      view = { ...(await look()), marker };
    },
    sweep: async (signal) => {
      const { names } = await lookAgain();
      await removeRemotely(machine, leftoversAmong(paths, names), signal);
    },
    freeSpace,
    verifyAlive: () => verifyRemotely(machine, paths),
    flush: () => flushFileSystem(latest, machine),
    keptInodes: (entries) => keptRemotely(machine, paths, entries),
    detach: (names, signal) => detachRemotely(machine, paths, names, freeSpace, signal),
    snapshots: async () => (await look()).entries,
    isTaken: async (name) => (await look()).names.parent.includes(name),
    snapshotMethod: async () => (await look()).method,
    createSnapshot: async (name, signal) => {
      const known = await look();
      const { method } = known;
      const entry = { name, path: join(paths.parent, name), method };
      const { copied } = await createRemoteSnapshot(
        machine,
        paths,
        entry.path,
        method,
        freeSpace,
        signal,
      );
      view = withEntries(known, [...known.entries, entry]);
      return { ...entry, copied };
    },
    removeSnapshot: async (name, signal) => {
      const known = await look();
      const entry = known.entries.find((one) => one.name === name);
      if (entry === undefined) return;
      view = null;
      await removeRemoteSnapshot(machine, paths, entry, signal);
      view = withEntries(
        known,
        known.entries.filter((one) => one !== entry),
      );
    },
    runs: async () => (await look()).runs,
    saveRun: async (record) => {
      const isSaved = await saveRecord(runPath(paths, record.id), paths.runs, record);
      if (record.end !== null && isSaved) await forgetOldRuns(machine, paths, await look());
      return isSaved;
    },
    openChangeLog: (run) =>
      Promise.resolve(
        remoteChangeLog((list) =>
          writeRemotely(machine, changesPath(paths, run), paths.runs, list),
        ),
      ),
    readChangeLog: (run) => readRemoteChangeLog(machine, changesPath(paths, run)),
    snapshotRecords: async () => (await look()).records,
    saveSnapshotRecord: async (record) => {
      const path = snapshotRecordPath(paths, record.name);
      const isSaved = await saveRecord(path, paths.snapshotRecords, record);
      const known = await look();
      view = { ...known, records: new Map([...known.records, [record.name, record]]) };
      return isSaved;
    },
    close: () => connection.close(),
  };
}

/** Oldest first, after one was added or removed. */
function withEntries(view: StoreView, changed: readonly SnapshotEntry[]): StoreView {
  const entries = changed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const snapshots = entries.map(({ name }) => name);
  const others = view.names.parent.filter((name) => !view.snapshots.includes(name));
  return {
    ...view,
    entries,
    snapshots,
    names: { ...view.names, parent: [...others, ...snapshots] },
  };
}

/** The catalog is advice: a run goes on without it. */
async function saved(writing: Promise<void>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return false;
  }
}

async function forgetOldRuns(
  machine: RemoteMachine,
  paths: StorePaths,
  { names, records }: StoreView,
): Promise<void> {
  const surplus = forgottenPaths(paths, names.runs, records);
  if (surplus.length > 0) await machine.run('rm', ['--force', '--', ...surplus]);
}
