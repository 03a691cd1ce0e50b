import type { DaemonDestination } from '../domain/destination.js';
import type { TunnelEnd } from '../domain/tunnel-failure.js';
import type { EntryStatus } from '../domain/is-replaced.js';
import type { Parts, TransferPlan } from '../domain/rsync-arguments.js';
import type { RsyncMessage } from '../domain/rsync-message.js';
import type { RsyncProgress } from '../domain/rsync-progress.js';
import type { SnapshotMethod } from '../shared/run-event.js';
import type {
  BootMark,
  DestinationMarker,
  RunRecord,
  SnapshotRecord,
  SourceIdentity,
} from '../shared/run-record.js';
import type { SnapshotContents, SnapshotEntry } from './ports-contents.js';
import type { Devices, EncryptedDisks, FileSystems, Sharing } from './ports-disks.js';

export interface Clock {
  now(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  bootMark(): Promise<BootMark>;
}

/** An entry of the source that may have changed. */
export interface ChangedEntry extends EntryStatus {
  /** Relative to the source. */
  readonly name: Uint8Array;
}

/** A look through a source, which goes on by itself. */
export interface ChangeLook {
  readonly earliest: Date;
  /** Settles when it is over, however that went. */
  readonly ended: Promise<void>;
  /** Entries that changed at `since` or later, and all entries below a directory that may have moved. */
  changedSince(since: Date): Promise<readonly ChangedEntry[]>;
}

/** What is backed up. */
export interface Source {
  /** @throws BackupError when it is not a readable directory. */
  identity(path: string): Promise<SourceIdentity>;
  /** True: change times there can be trusted to move with every change of an attribute and every rename. */
  hasReliableChangeTimes(path: string): Promise<boolean>;
  /**
   * Begins to go through the source, perhaps before it is known since when changes matter.
   *
   * @param earliest nobody asks for changes before
   */
  lookForChanges(path: string, earliest: Date, signal: AbortSignal): ChangeLook;
  /** True: the directory is, or is part of, a backup. */
  looksLikeBackup(path: string): Promise<boolean>;
  /** True: walking from `source` to `target` crosses into another file system. */
  crossesFileSystem(source: string, target: string): Promise<boolean>;
}

export interface TransferResult {
  readonly exitCode: number;
  readonly messages: readonly RsyncMessage[];
  readonly statistics: Readonly<Record<string, number>>;
  readonly checksum: string | null;
}

export interface TransferObserver {
  /** One line in OUT_FORMAT. */
  readonly onChange: (line: string) => void;
  readonly onProgress?: (progress: RsyncProgress) => void;
}

export interface Transfer {
  /** @throws BackupError `command-missing` when there is no rsync. */
  checkInstalled(): Promise<void>;
  run(plan: TransferPlan, observer: TransferObserver, signal: AbortSignal): Promise<TransferResult>;
  /** The same without a change. */
  rehearse(
    plan: TransferPlan,
    observer: TransferObserver,
    signal: AbortSignal,
  ): Promise<TransferResult>;
  /** Compares without looking for deletions; `names` null: everything. */
  compare(
    plan: TransferPlan,
    names: readonly Uint8Array[] | null,
    observer: TransferObserver,
    signal: AbortSignal,
  ): Promise<TransferResult>;
}

export interface FreeSpace {
  /** That this user may fill. */
  readonly bytes: number;
  /** Of the whole file system. */
  readonly total: number;
  /** null where the file system does not count them. */
  readonly inodes: number | null;
}

export interface StoreState {
  /** What is at the destination itself. */
  readonly latest: 'missing' | 'empty' | 'filled' | 'not-a-directory';
  readonly marker: DestinationMarker | 'unreadable' | null;
  readonly snapshots: readonly string[];
}

/** What a file system lacks that a backup needs. */
export type FileSystemDefect = 'hard-links' | 'symbolic-links' | 'modes' | 'colons';

export interface CreatedSnapshot extends SnapshotEntry {
  /** Names (as rsync escapes them) that had to be copied because their inode had too many links. */
  readonly copied: readonly string[];
}

export interface StoreLock {
  release(): Promise<void>;
}

/** The list of changes of one run, written while rsync runs. */
export interface ChangeLog {
  add(line: string): void;
  /** False: it could not be written. */
  close(): Promise<boolean>;
  discard(): Promise<void>;
}

/** What rsync is told about the place that it copies to. */
export interface Receiver {
  /** In rsync's syntax. */
  readonly destination: string;
  /** How it is reached; empty for a directory of this machine. */
  readonly connection: readonly string[];
  /** Absent: nothing breaks on the way. */
  readonly parts?: Parts;
}

/** Where backups live: `latest`, the snapshots beside it, and the catalog. One object for one destination. */
export interface Store {
  /** Absolute, symbolic links resolved. */
  readonly latest: string;
  readonly parent: string;
  /** null: this machine. */
  readonly host: string | null;
  /** True: paths are this machine's, be it over a connection to itself. */
  readonly isHere: boolean;
  /** True: snapshots can be looked at, and nothing can be changed. */
  readonly isReadOnly: boolean;
  readonly contents: SnapshotContents;
  /** Where rsync finds `latest`; while the lock is held, what it starts on the other side holds it as well. */
  receiver(): Receiver;
  inspect(): Promise<StoreState>;
  /** Tries on the file system what a backup needs; leaves nothing behind. */
  probe(): Promise<readonly FileSystemDefect[]>;
  /** Creates `latest` (as a subvolume where that is of use), its parents and the catalog. */
  create(): Promise<void>;
  /** @throws BackupError `destination-busy`, telling who holds it since when. */
  lock(): Promise<StoreLock>;
  writeMarker(marker: DestinationMarker): Promise<void>;
  /** Removes what a killed run left behind. */
  sweep(signal: AbortSignal): Promise<void>;
  freeSpace(): Promise<FreeSpace>;
  /** @throws BackupError when the file system has gone or cannot be written to. */
  verifyAlive(): Promise<void>;
  /** Everything written so far reaches the disk. */
  flush(): Promise<void>;

  /** Names of those entries whose inode in `latest` rsync may change instead of replacing it. */
  keptInodes(entries: readonly ChangedEntry[], signal: AbortSignal): Promise<readonly Uint8Array[]>;
  /** Gives files in `latest` inodes of their own, so that new attributes do not reach old snapshots. */
  detach(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly left: readonly string[] }>;

  snapshots(): Promise<readonly SnapshotEntry[]>;
  isTaken(name: string): Promise<boolean>;
  createSnapshot(name: string, signal: AbortSignal): Promise<CreatedSnapshot>;
  /** How `latest` can be kept. */
  snapshotMethod(): Promise<SnapshotMethod>;
  removeSnapshot(name: string, signal: AbortSignal): Promise<void>;

  runs(): Promise<readonly RunRecord[]>;
  /** False: it could not be written; the catalog is advice, and a run goes on without it. */
  saveRun(record: RunRecord): Promise<boolean>;
  openChangeLog(run: string): Promise<ChangeLog>;
  /** The lines of a list of changes; null: it is not there, or not for this user to read. */
  readChangeLog(run: string): Promise<readonly string[] | null>;
  snapshotRecords(): Promise<ReadonlyMap<string, SnapshotRecord>>;
  saveSnapshotRecord(record: SnapshotRecord): Promise<boolean>;
  /** Ends the connection, where there is one. */
  close(): Promise<void>;
}

/** An rsync daemon's module, to copy to it or from it. */
export interface DaemonModule {
  readonly receiver: Receiver;
  /** null: it is reached directly. */
  readonly tunnel: TunnelEnd | null;
}

export interface Ports {
  readonly kernelName: () => string;
  readonly clock: Clock;
  readonly devices: Devices;
  readonly disks: EncryptedDisks;
  readonly fileSystems: FileSystems;
  readonly sharing: Sharing;
  readonly source: Source;
  readonly transfer: Transfer;
  /**
   * Called once the disk is mounted: symbolic links are resolved then.
   *
   * @param destination an absolute path, or a directory of another machine in rsync's syntax
   */
  readonly openStore: (destination: string, signal?: AbortSignal) => Promise<Store>;
  readonly daemonModule: (destination: DaemonDestination) => Promise<DaemonModule>;
  readonly newId: () => string;
}
