/** Something in a directory of a snapshot. */
export interface DirectoryEntry {
  /** As rsync escapes it (see display-name.ts): exact whatever its bytes are. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symbolic-link' | 'special';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** The twelve bits of chmod(2). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Names that this inode has, in all snapshots. */
  readonly links: number;
  /** Tells files that are one from others, within a file system. */
  readonly inode: number;
  /** What a symbolic link leads to, as rsync escapes it; null for everything else. */
  readonly linkTarget: string | null;
}

/** One content that something had under a path, and the snapshots that show it. */
export interface PathVersion extends Omit<DirectoryEntry, 'name'> {
  /** Name of the newest snapshot with it. */
  readonly newest: string;
  /** Name of the oldest snapshot with it. */
  readonly oldest: string;
  /** How many snapshots have it. */
  readonly snapshots: number;
}

/** What one tree has otherwise than an earlier one. */
export interface TreeChange {
  readonly action: 'created' | 'changed' | 'deleted';
  /** Names as rsync escapes them, separated by slashes. */
  readonly path: string;
  readonly kind: DirectoryEntry['kind'];
  /** Bytes, after the change; of what was deleted, before. */
  readonly size: number;
  /** Bytes before the change; null: it was not there. */
  readonly sizeBefore: number | null;
  /** True: the contents are the same; owner, mode or time are not. */
  readonly attributesOnly: boolean;
}

/** A path that some snapshots have. */
export interface SearchResult {
  /** Names as rsync escapes them, separated by slashes. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Name of the first snapshot that has it, and of the last. */
  readonly first: string;
  readonly last: string;
}

export interface SearchAnswer {
  /** The first that were found, at most as many as were asked for. */
  readonly results: readonly SearchResult[];
  /** How many there are in all. */
  readonly total: number;
  /** False: there is more in the snapshots than the index holds. */
  readonly complete: boolean;
  /** Directories that whoever searches may not look into. */
  readonly closed: number;
}

export interface Comparison {
  /** The first ten thousand. */
  readonly changes: readonly TreeChange[];
  readonly counts: Readonly<Record<TreeChange['action'], number>>;
  /** True: the backups in between have recorded what to look at; false: both trees were gone through. */
  readonly fromRecords: boolean;
}

/** What snapshots take on the disk. */
export interface SnapshotSpace {
  /** All that is in them, each file once. */
  readonly bytes: number;
  /** What would be free if they were removed together; null where the file system does not tell. */
  readonly freed: number | null;
}

/** By what the names in a folder are ordered, the smallest or oldest first; directories come before the rest. */
export type FolderOrder = 'name' | 'size' | 'time';

/** What stands in a folder, before anything was looked at but its name. */
export interface FolderName {
  /** As rsync escapes it. */
  readonly name: string;
  /** As a person reads it, where that is another text. */
  readonly label?: string;
  readonly isDirectory: boolean;
  /** Of what this snapshot no longer has: name of the newest one that has it. */
  readonly lastIn?: string;
}

/** Something in a folder, and how it compares. */
export interface EntryDetail extends DirectoryEntry {
  /** With what is there now; unknown where that may not be looked at. */
  readonly now: 'same' | 'different' | 'missing' | 'unknown';
  /** With the snapshot before; unknown where there is none. */
  readonly before: 'same' | 'changed' | 'new' | 'unknown';
}

/** What can be shown of a file without any other program. */
export type Preview =
  | { readonly kind: 'text'; readonly text: string; readonly whole: boolean }
  | {
      readonly kind: 'image' | 'pdf';
      readonly bytes: Uint8Array;
      /** RFC 6838: `image/png`. */
      readonly type: string;
    }
  | { readonly kind: 'none'; readonly reason: 'empty' | 'binary' | 'large' | 'no-file' };
