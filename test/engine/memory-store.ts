import { parseSnapshotName } from '../../main/domain/snapshot-name.js';
import type { ChangeLog, FileSystemDefect, FreeSpace, Store } from '../../main/engine/ports.js';
import type { SnapshotMethod } from '../../main/shared/run-event.js';
import type { DestinationMarker, RunRecord, SnapshotRecord } from '../../main/shared/run-record.js';
import { BackupError } from '../../main/shared/backup-error.js';
import { localContents } from '../../main/system/store/local-contents.js';
import type { MemoryClock } from './memory-clock.js';
import type { Journal } from './memory-journal.js';
import type { Inode, Tree } from './memory-tree.js';

/** A directory with backups, as it lies on the disk. */
export interface MemoryDestination {
  latest: Tree | 'not-a-directory' | null;
  readonly snapshots: Map<string, Tree>;
  marker: DestinationMarker | 'unreadable' | null;
  readonly runs: RunRecord[];
  readonly records: Map<string, SnapshotRecord>;
  readonly changeLogs: Map<string, readonly string[]>;
  method: SnapshotMethod;
  defects: readonly FileSystemDefect[];
  free: FreeSpace;
  /** Names for which there is no room to be detached. */
  readonly tooLarge: Set<string>;
  /** Names whose inode has as many links as it may have. */
  readonly fullyLinked: Set<string>;
  /** False: there is no room for records. */
  takesRecords: boolean;
  isAlive: boolean;
  isHeld: boolean;
}

export function emptyDestination(): MemoryDestination {
  return {
    latest: null,
    snapshots: new Map(),
    marker: null,
    runs: [],
    records: new Map(),
    changeLogs: new Map(),
    method: 'hard-links',
    defects: [],
    free: { bytes: 1e12, total: 2e12, inodes: 1e6 },
    tooLarge: new Set(),
    fullyLinked: new Set(),
    takesRecords: true,
    isAlive: true,
    isHeld: false,
  };
}

export function treeOfLatest({ latest }: MemoryDestination): Tree {
  return latest === null || latest === 'not-a-directory' ? new Map<string, Inode>() : latest;
}

/** A store over that directory. Written to without the lock, or while its disk is not mounted, it fails the test. */
export function memoryStore(
  path: string,
  destination: MemoryDestination,
  isMounted: () => boolean,
  clock: MemoryClock,
  journal: Journal,
): Store {
  const parent = path.slice(0, path.lastIndexOf('/'));
  const mounted = (): void => {
    if (!isMounted()) throw new Error('Written into the empty mount point.');
  };
  const held = (): void => {
    mounted();
    if (!destination.isHeld) throw new Error('Written to without the lock.');
  };
  const entry = (name: string) => ({
    name,
    path: `${parent}/${name}`,
    method: destination.method,
  });
  return {
    latest: path,
    parent,
    host: null,
    isHere: true,
    isReadOnly: false,
    contents: localContents,
    receiver: () => ({ destination: path, connection: [] }),
    close: () => Promise.resolve(),
    inspect: async () => {
      await Promise.resolve();
      journal.begin('inspect', path);
      const { marker, snapshots } = destination;
      return { latest: stateOf(destination), marker, snapshots: [...snapshots.keys()] };
    },
    probe: async () => {
      await Promise.resolve();
      journal.begin('probe', path);
      return destination.defects;
    },
    create: async () => {
      await Promise.resolve();
      mounted();
      journal.begin('create', path);
      destination.latest ??= new Map();
    },
    lock: async () => {
      await Promise.resolve();
      journal.begin('hold', path);
      if (destination.isHeld) throw busy();
      destination.isHeld = true;
      return {
        release: async () => {
          await Promise.resolve();
          destination.isHeld = false;
          journal.begin('release', path);
        },
      };
    },
    writeMarker: async (marker) => {
      await Promise.resolve();
      held();
      journal.begin('mark', marker.directory);
      destination.marker = marker;
    },
    sweep: async (signal) => {
      await Promise.resolve();
      held();
      journal.begin('sweep', path, signal);
    },
    freeSpace: async () => {
      await Promise.resolve();
      journal.begin('measure', path);
      return destination.free;
    },
    verifyAlive: async () => {
      await Promise.resolve();
      if (!destination.isAlive) throw gone();
    },
    flush: async () => {
      await Promise.resolve();
      held();
      journal.begin('flush', path);
    },
    keptInodes: async (entries) => {
      await Promise.resolve();
      const tree = treeOfLatest(destination);
      return entries
        .map((entry) => ({ ...entry, there: tree.get(new TextDecoder().decode(entry.name)) }))
        .filter(({ there, size }) => there?.contents.length === size)
        .map(({ name }) => name);
    },
    detach: async (names, signal) => {
      await Promise.resolve();
      held();
      journal.begin('detach', names.join(' '), signal);
      const left = names.filter((name) => destination.tooLarge.has(name));
      for (const name of names) if (!left.includes(name)) detach(treeOfLatest(destination), name);
      return { left };
    },
    snapshots: () =>
      Promise.resolve(
        [...destination.snapshots.keys()]
          .filter((name) => parseSnapshotName(name) !== null)
          .sort()
          .map(entry),
      ),
    isTaken: (name) => Promise.resolve(destination.snapshots.has(name)),
    createSnapshot: async (name, signal) => {
      await Promise.resolve();
      held();
      journal.begin('snapshot', name, signal);
      if (destination.snapshots.has(name)) throw new Error(`Nested into “${name}”.`);
      const tree = new Map(treeOfLatest(destination));
      const copied = [...tree.keys()].filter((file) => destination.fullyLinked.has(file));
      for (const file of copied) detach(tree, file);
      destination.snapshots.set(name, tree);
      clock.advance(1);
      return { ...entry(name), copied };
    },
    snapshotMethod: () => Promise.resolve(destination.method),
    removeSnapshot: async (name, signal) => {
      await Promise.resolve();
      held();
      journal.begin('remove', name, signal);
      destination.snapshots.delete(name);
      destination.records.delete(name);
    },
    runs: () => Promise.resolve([...destination.runs]),
    saveRun: async (record) => {
      await Promise.resolve();
      held();
      journal.begin('record', record.end === null ? 'begin' : 'end');
      if (!destination.takesRecords) return false;
      const known = destination.runs.findIndex(({ id }) => id === record.id);
      if (known === -1) destination.runs.push(record);
      else destination.runs[known] = record;
      return true;
    },
    openChangeLog: (run) => Promise.resolve(memoryChangeLog(run, destination)),
    readChangeLog: (run) => Promise.resolve(destination.changeLogs.get(run) ?? null),
    snapshotRecords: () => Promise.resolve(new Map(destination.records)),
    saveSnapshotRecord: async (record) => {
      await Promise.resolve();
      held();
      if (!destination.takesRecords) return false;
      destination.records.set(record.name, record);
      return true;
    },
  };
}

function stateOf({ latest }: MemoryDestination) {
  if (latest === null) return 'missing';
  if (latest === 'not-a-directory') return latest;
  return latest.size === 0 ? 'empty' : 'filled';
}

function detach(tree: Tree, name: string): void {
  const inode = tree.get(name);
  if (inode !== undefined) tree.set(name, { ...inode });
}

function memoryChangeLog(run: string, destination: MemoryDestination): ChangeLog {
  const lines: string[] = [];
  return {
    add: (line) => {
      lines.push(line);
    },
    close: () => {
      if (destination.takesRecords) destination.changeLogs.set(run, lines);
      return Promise.resolve(destination.takesRecords);
    },
    discard: () => Promise.resolve(),
  };
}

function busy(): BackupError {
  return new BackupError({ code: 'destination-busy', title: 'Process 7 has been using it.' });
}

function gone(): BackupError {
  return new BackupError({ code: 'destination-gone', title: 'It can no longer be written to.' });
}
