import type { ChangeCounts, SnapshotMethod } from './run-event.js';

/** What a timeline shows of a snapshot. */
export interface SnapshotTime {
  /** The directory's name, such as `2026-11-21 19:36:28`; identifies the snapshot within its destination. */
  readonly name: string;
  /** Local wall-clock time that the name states, as `YYYY-MM-DDTHH:MM:SS`. */
  readonly time: string;
  readonly pinned: boolean;
}

/** One snapshot as lists show it. */
export interface SnapshotSummary extends SnapshotTime {
  /** Absolute path of the directory. */
  readonly path: string;
  readonly method: SnapshotMethod;
  readonly note: string;
  /** What the run that took it had changed; null where the catalog does not know. */
  readonly changes: ChangeCounts | null;
  /** False where some files could not be read by the run that took it. */
  readonly complete: boolean;
}
