import type { ChangeCounts, Outcome, WarningCode } from './run-event.js';

/** The instant of a run on a clock that nobody can set: proc(5), boot_id and uptime. */
export interface BootMark {
  readonly bootId: string;
  readonly secondsSinceBoot: number;
}

/** Tells one source from another, and the same directory on another file system too. */
export interface SourceIdentity {
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  /** Mount points below it that show the same device again (bind mounts); they come and go without a trace in its files. */
  readonly bindMounts: readonly string[];
}

/** What the catalog remembers of a run: `.rsync-system-backup/runs/<id>.json`. */
export interface RunRecord {
  readonly version: 1;
  /** UTC start as `YYYYMMDDTHHMMSSZ`, with a suffix where that was taken. */
  readonly id: string;
  /** Counts the runs of a destination: their order, whatever the clock did. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly start: string;
  /** null: the run is going on, or was killed. */
  readonly end: string | null;
  /** Minutes east of UTC at the start. */
  readonly utcOffsetMinutes: number;
  readonly tool: string;
  readonly source: SourceIdentity;
  readonly boot: BootMark;
  /** True: rsync was part of this run. */
  readonly backup: boolean;
  readonly outcome: Outcome | null;
  readonly snapshot: string | null;
  readonly changes: ChangeCounts | null;
  /** rsync(1), --stats: its numbers by its names. */
  readonly statistics: Readonly<Record<string, number>> | null;
  /** Algorithm of the checksums in the list of changes. */
  readonly checksum: string | null;
  readonly warnings: readonly {
    readonly code: WarningCode;
    readonly message: string;
    readonly files: readonly string[];
  }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What the catalog remembers of a snapshot: `.rsync-system-backup/snapshots/<name>.json`. */
export interface SnapshotRecord {
  readonly version: 1;
  readonly name: string;
  /** The run that took it. */
  readonly run: string | null;
  /** False where that run could not read some files. */
  readonly complete: boolean;
  readonly changes: ChangeCounts | null;
  readonly pinned: boolean;
  readonly note: string;
}

/** Identity of a destination: `.rsync-system-backup/destination.json`. */
export interface DestinationMarker {
  readonly version: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Name of the directory beside the snapshots that every run updates. */
  readonly directory: string;
}
