import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatDestination, type SshDestination } from '../../domain/destination.js';
import type { SnapshotEntry, Store } from '../../engine/ports.js';
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
import { detachRemotely } from './detach-remotely.js';
import { lookAtStore, type StoreView } from './look-at-store.js';
import { probeRemotely } from './probe-remotely.js';
import { remoteChangeLog } from './remote-change-log.js';
import { openRemoteHost } from './remote-host.js';
import { lockRemotely } from './remote-lock.js';
import { remoteMachine, type RemoteMachine } from './remote-machine.js';
import { linkTimeout, type RemoteOptions } from './remote-options.js';
import { createRemoteSnapshot, removeRemotely, removeRemoteSnapshot } from './remote-snapshots.js';
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
  const { connection, latest, isRoot, isHere } = await openRemoteHost(
    destination,
    options,
    signal,
  );
  const paths = storePaths(latest);
  const machine = remoteMachine(connection, ionice);
  let view: StoreView | null = null;
  const look = async (): Promise<StoreView> =>
    (view ??= await lookAtStore(machine, paths, isRoot));
  const lookAgain = (): Promise<StoreView> => {
    view = null;
    return look();
  };
  const freeSpace = async () => (await lookAtStore(machine, paths, isRoot)).space;
  const saveRecord = (path: string, directory: string, record: object): Promise<boolean> =>
    saved(writeRemotely(machine, path, directory, Buffer.from(recordText(record))));
  return {
    latest,
    parent: paths.parent,
    host: connection.host,
    isHere,
    receiver: () => ({
      destination: formatDestination({ ...destination, directory: latest }),
      connection: [
        `--rsh=${connection.remoteShell}`,
        `--rsync-path=${machine.rsyncPath()}`,
        // Paths go by rsync's own protocol (--secluded-args, once --protect-args).
        '-s',
        `--partial-dir=${paths.partial}`,
        ...connectionOptions(options),
      ],
    }),
    inspect: look,
    probe: () => probeRemotely(machine, paths),
    create: async () => {
      const { makesSubvolumes } = await look();
      await createRemotely(machine, paths, makesSubvolumes);
    },
    lock: async () => {
      const lock = await lockRemotely(connection, paths, now(), linkTimeout(options));
      machine.hold(paths.lock, lock);
      return lock;
    },
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
    verifyAlive: () => verifyAlive(machine, paths),
    flush: () => flushFileSystem(latest, machine),
    // rsync compares the rest just as fast as this could.
    keptInodes: (entries) =>
      Promise.resolve(entries.filter(({ kind }) => kind !== 'directory').map(({ name }) => name)),
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
  return { ...view, entries, snapshots, names: { ...view.names, parent: [...others, ...snapshots] } };
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

const CREATE = `
set -e
umask 022
directory() {
  if [ -L "$1" ]; then exit 9; fi
  if [ -d "$1" ]; then return; fi
  if [ -e "$1" ]; then exit 9; fi
  mkdir -m "$2" -- "$1"
}
mkdir -p -- "$1"
directory "$2" 755
directory "$3" 700
directory "$4" 755
if [ -e "$5" ]; then exit 0; fi
if [ "$6" = subvolume ]; then btrfs subvolume create "$5"; else mkdir -- "$5"; fi
`;
/** Of CREATE. */
const NOT_A_DIRECTORY = 9;

async function createRemotely(
  machine: RemoteMachine,
  paths: StorePaths,
  makesSubvolumes: boolean,
): Promise<void> {
  const { parent, catalog, runs, snapshotRecords, latest } = paths;
  const how = makesSubvolumes ? 'subvolume' : 'directory';
  const args = [parent, catalog, runs, snapshotRecords, latest, how];
  const { exitCode } = await machine.script(CREATE, args, parent, { expected: [NOT_A_DIRECTORY] });
  if (exitCode !== NOT_A_DIRECTORY) return;
  throw new BackupError({
    code: 'catalog-not-a-directory',
    title: `“${catalog}”, or what is in it, is not a directory.`,
    advice: 'Move it away; the backup keeps its records under that name.',
  });
}

const ALIVE = `
set -C
{ : >"$1" && sync -- "$1"; } || exit 1
rm --force -- "$1"
sync --file-system -- "$2"
`;

async function verifyAlive(machine: RemoteMachine, { catalog, parent }: StorePaths): Promise<void> {
  const probe = join(catalog, `alive-${randomBytes(6).toString('hex')}.tmp`);
  const { exitCode, complaint } = await machine.run('sh', ['-c', ALIVE, 'sh', probe, parent]);
  // A full disk is alive.
  if (exitCode === 0 || /No space left on device|Disk quota exceeded/.test(complaint)) return;
  throw new BackupError({
    code: 'destination-gone',
    title: `“${parent}” can no longer be written to.`,
    advice: 'Check the disk of that machine; old snapshots are untouched.',
    detail: complaint,
  });
}

async function forgetOldRuns(
  machine: RemoteMachine,
  paths: StorePaths,
  { names, records }: StoreView,
): Promise<void> {
  const surplus = forgottenPaths(paths, names.runs, records);
  if (surplus.length > 0) await machine.run('rm', ['--force', '--', ...surplus]);
}
