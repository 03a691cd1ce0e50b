import type { RunResult } from './run-state.js';
import type { SnapshotTime } from './snapshot-summary.js';

/** What made a run start. */
export type RunTrigger = 'hand' | 'plug' | 'schedule' | 'catch-up' | 'retry';

/** What keeps a run that is due from starting. */
export type HoldReason =
  | 'paused'
  | 'on-battery'
  | 'disk-missing'
  | 'host-silent'
  | 'other-network'
  | 'too-soon'
  | 'another-running';

export interface RunEntry {
  readonly kind: 'run';
  readonly trigger: RunTrigger;
  /** As it was called then. */
  readonly profileName: string;
  /** The other machine that it went to; absent: it went to this one. */
  readonly host?: string;
  /** Where it went, as same-place.ts writes it; absent: logs of before that was noted. */
  readonly place?: string;
  readonly result: RunResult;
}

/** Runs that were due and did not start, one after the other, for one reason. Times are milliseconds since the epoch. */
export interface HeldEntry {
  readonly kind: 'held';
  readonly profileId: string;
  readonly profileName: string;
  /** As in RunEntry. */
  readonly host?: string;
  readonly reason: HoldReason;
  /** When the first was due. */
  readonly from: number;
  /** When the last was due. */
  readonly to: number;
  readonly count: number;
}

/** The clock was set back, to `at`: what came before seems to be of the future. */
export interface ClockEntry {
  readonly kind: 'clock-set-back';
  readonly at: number;
}

export type LogEntry = RunEntry | HeldEntry | ClockEntry;

/** Which notice of an old backup a person has had, so that it comes once. */
export interface AgeNotice {
  readonly kind: 'late' | 'stale';
  /** Time of the backup that was old; null: there was none. */
  readonly since: number | null;
}

/** Room on the file system of a destination at a time. */
export interface SpaceSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Bytes. */
  readonly free: number;
  /** Bytes. */
  readonly total: number;
}

/** The snapshots of a destination, as they were told of last. */
export interface RememberedSnapshots {
  readonly destination: string;
  /** When that was, in milliseconds since the epoch; absent: logs of before that was noted. */
  readonly asOf?: number;
  /** Newest first. */
  readonly snapshots: readonly SnapshotTime[];
}

/** What the application remembers of runs. */
export interface RunLog {
  readonly version: typeof RUN_LOG_VERSION;
  /** In the order in which they happened, which a clock that is set back does not change. */
  readonly entries: readonly LogEntry[];
  /** By profile id. */
  readonly ageNotices: Readonly<Record<string, AgeNotice>>;
  /** By profile id, oldest first. */
  readonly spaces: Readonly<Record<string, readonly SpaceSample[]>>;
  /** On other machines, which are not asked just to show something, and on disks that are put away; by profile id. */
  readonly snapshots: Readonly<Record<string, RememberedSnapshots>>;
}

export const RUN_LOG_VERSION = 1;

export const EMPTY_RUN_LOG: RunLog = {
  version: RUN_LOG_VERSION,
  entries: [],
  ageNotices: {},
  spaces: {},
  snapshots: {},
};

/** Runs that are remembered. */
export const REMEMBERED_RUNS = 500;

/** Files that are remembered of each warning; the run's own record on the disk has more. */
export const REMEMBERED_FILES = 50;
