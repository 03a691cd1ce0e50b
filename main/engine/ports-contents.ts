import type { EntryFacts } from '../domain/restore-decision.js';
import type { SearchIndex } from '../domain/search-index.js';
import type { SnapshotMethod } from '../shared/run-event.js';

export interface SnapshotEntry {
  readonly name: string;
  readonly path: string;
  readonly method: SnapshotMethod;
}

/** Names from a snapshot to something in it; the snapshot itself without any. */
export type PathNames = readonly Uint8Array[];

/** What stat(2) tells, as Node.js calls it. */
export interface TreeStats {
  readonly ino: number;
  readonly dev: number;
  readonly rdev: number;
  readonly nlink: number;
  readonly blocks: number;
  readonly size: number;
  /** With fractions. */
  readonly mtimeMs: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** A directory to walk from: one that is open, or what was listed of one on another machine. */
export interface Tree {
  /** In no order; one character a byte. */
  entries(): readonly { readonly name: string; readonly isDirectory: boolean }[];
  names(): readonly Uint8Array[];
  /** null: there is nothing of that name. */
  lstat(name: Uint8Array): TreeStats | null;
  /** null: there is nothing of that name. */
  facts(name: Uint8Array): EntryFacts | null;
  factsOf(name: Uint8Array, stats: TreeStats): EntryFacts;
  /** @throws a system error: ENOENT, ENOTDIR (also for a symbolic link), EACCES */
  child(name: Uint8Array): Tree;
  stats(): TreeStats;
  close(): void;
}

/** Something in a snapshot. */
export interface SnapshotPlace {
  readonly snapshot: SnapshotEntry;
  readonly names: PathNames;
}

/** null: there is no such directory, or not without following a symbolic link. */
export type OpenTree = (snapshot: SnapshotEntry, names: PathNames) => Tree | null;

/**
 * How deep a place is looked at: it alone, what is in it, or everything below. Directories that lead there are known by their
 * names.
 */
export type Depth = 'itself' | 'inside' | 'below';

export interface FileBeginning {
  /** Of the whole file. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

export type OnBytes = (bytes: number, of: number) => void;

export type Discard = () => Promise<void>;

/** What is in snapshots, be they directories of this machine or of another one. */
export interface SnapshotContents {
  /** Looks at places, all at once. Nothing else can be opened by what it returns. */
  look(places: readonly SnapshotPlace[], depth: Depth, signal: AbortSignal): Promise<OpenTree>;
  /** Both, without what is the same in both where that has to be asked for. */
  pair(before: SnapshotEntry, after: SnapshotEntry, signal: AbortSignal): Promise<[Tree, Tree]>;
  /** @param snapshots oldest first */
  index(snapshots: readonly SnapshotEntry[], signal: AbortSignal): Promise<SearchIndex>;
  /** null: there is no such file. Nothing else than a file is ever opened. */
  read(place: SnapshotPlace, bytes: number, signal: AbortSignal): Promise<FileBeginning | null>;
  /**
   * Does `work` with a directory of this machine under which the items have their own paths.
   *
   * @param target an existing directory; on its file system items are brought that are not on this machine
   * @param work may discard what was brought for this alone as soon as it is of no use; null: they are here
   * @param onProgress told how many of how many bytes of contents have been brought; never where they are here
   * @param onPlace told the name of the directory in the target that they are brought into, before they are
   */
  withItems<T>(
    snapshot: SnapshotEntry,
    items: readonly PathNames[],
    target: string,
    work: (directory: string, discard: Discard | null) => Promise<T>,
    signal: AbortSignal,
    onProgress?: OnBytes,
    onPlace?: OnPlace,
  ): Promise<T>;
}

export type OnPlace = (name: string) => Promise<void>;
