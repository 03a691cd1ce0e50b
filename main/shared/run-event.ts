import type { RotationPlan } from './rotation-policy.js';

/**
 * The contract between a run and whoever watches it: `--json` prints these, one a line; the application reads them.
 * Within a version, events and fields are only ever added: a reader ignores what it does not know.
 */
export const RUN_EVENT_VERSION = 1;

/** The steps of a run in their order; a run enters only those that it needs. */
export const PHASES = [
  'check',
  'unlock',
  'mount',
  'prepare',
  'detach',
  'rsync',
  'snapshot',
  'rotate',
  'unmount',
  'lock',
] as const;

export type Phase = (typeof PHASES)[number];

export type Outcome = 'complete' | 'warnings' | 'failed' | 'cancelled' | 'skipped';

/** How a snapshot shares its files with `latest`. */
export type SnapshotMethod = 'hard-links' | 'btrfs' | 'reflinks';

export type WarningCode =
  | 'files-unreadable'
  | 'files-not-written'
  | 'files-vanished'
  | 'too-many-links'
  | 'changed-in-place'
  | 'catalog-not-written'
  | 'unsupported-platform'
  | 'left-open'
  | 'mount-point-not-empty'
  | 'left-to-daemon'
  | 'restore-settled';

/** Always the first event. */
export interface StartEvent {
  readonly event: 'start';
  readonly version: typeof RUN_EVENT_VERSION;
  /** Version of this program. */
  readonly tool: string;
  readonly source: string;
  readonly destination: string;
  readonly dryRun: boolean;
}

export interface PhaseEvent {
  readonly event: 'phase';
  readonly phase: Phase;
}

/** Several a second while rsync runs. */
export interface ProgressEvent {
  readonly event: 'progress';
  /** Bytes of file contents transferred so far. */
  readonly bytes: number;
  /** 0 to 100, never decreasing; null while the number of files is not known. */
  readonly percent: number | null;
  readonly bytesPerSecond: number;
  /** null while it cannot be told. */
  readonly secondsLeft: number | null;
  /** Files transferred so far. */
  readonly files: number;
}

export interface WarningEvent {
  readonly event: 'warning';
  readonly code: WarningCode;
  readonly message: string;
  /** Displayable names (see display-name.ts), relative to the source; at most 1,000 of them. */
  readonly files: readonly string[];
}

export interface SnapshotEvent {
  readonly event: 'snapshot';
  readonly name: string;
  readonly path: string;
  readonly method: SnapshotMethod;
}

export interface RotationEvent extends RotationPlan {
  readonly event: 'rotation';
}

/** One snapshot that rotation named has gone. */
export interface RemovedEvent {
  readonly event: 'removed';
  readonly name: string;
  readonly seconds: number;
}

/** What a run did to `latest`. */
export interface ChangeCounts {
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
  /** Bytes of file contents transferred. */
  readonly bytes: number;
}

/** In a dry run: one thing that a real run would do. */
export interface ChangeEvent {
  readonly event: 'change';
  readonly action: 'create' | 'change' | 'delete';
  /** Displayable name, relative to the source. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Always the last event, after failures and cancels too. */
export interface FinishedEvent {
  readonly event: 'finished';
  readonly outcome: Outcome;
  readonly seconds: number;
  /** Name of the snapshot that this run took, null if it took none. */
  readonly snapshot: string | null;
  /** null where rsync did not run to its end. */
  readonly changes: ChangeCounts | null;
  /** Identity of the destination (destination.json); null where it is not known. */
  readonly destinationId: string | null;
  /** True: nothing of the destination's disk is mounted or unlocked any more. null: the run had no disk to open, or it has gone. */
  readonly safeToUnplug: boolean | null;
  /** Bytes on the host of a destination over SSH, before anything was copied; absent elsewhere. */
  readonly space?: { readonly free: number; readonly total: number };
  /** What keeps the disk from being unplugged: mount points, and paths of unlocked devices. */
  readonly keptBy?: readonly string[];
}

export interface ErrorEvent {
  readonly event: 'error';
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  readonly detail: string;
}

export type RunEvent =
  | StartEvent
  | PhaseEvent
  | ProgressEvent
  | WarningEvent
  | SnapshotEvent
  | RotationEvent
  | RemovedEvent
  | ChangeEvent
  | FinishedEvent
  | ErrorEvent;
