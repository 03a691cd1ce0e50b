import type { Failure } from './result.js';
import type { ChangeCounts, Outcome, Phase, WarningCode } from './run-event.js';

/** Times are milliseconds since the epoch. */
export interface RunProgress {
  readonly bytes: number;
  /** 0 to 100; null while it is not known how much there is to do. */
  readonly percent: number | null;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
  readonly files: number;
}

export interface RunWarning {
  readonly code: WarningCode;
  readonly message: string;
  readonly files: readonly string[];
}

/** A disk is to be unlocked, and only the person knows how. */
export interface PassphraseQuestion {
  /** crypttab(5) name. */
  readonly disk: string;
  /** 1 at first; more: the passphrase before was wrong. */
  readonly attempt: number;
}

export interface ActiveRun {
  readonly profileId: string;
  readonly startedAt: number;
  /** null until the run has entered its first phase. */
  readonly phase: Phase | null;
  readonly progress: RunProgress | null;
  readonly warnings: readonly RunWarning[];
  readonly cancelling: boolean;
  /** null: there is nothing to answer. */
  readonly question: PassphraseQuestion | null;
}

export interface RunResult {
  readonly profileId: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** Name of the snapshot that the run took, null if it took none. */
  readonly snapshot: string | null;
  readonly changes: ChangeCounts | null;
  readonly warnings: readonly RunWarning[];
  /** How many old snapshots rotation removed. */
  readonly removedSnapshots: number;
  /** Why the run failed, was skipped or never began, null otherwise. */
  readonly failure: Failure | null;
  /** null: it is not known, or the run had no disk to open. */
  readonly safeToUnplug: boolean | null;
  /** What keeps it from being unplugged: mount points, and paths of unlocked devices. */
  readonly keptBy: readonly string[];
}

/** What the application is doing: the one state from which tray, window and notifications follow. */
export type RunState =
  | { readonly kind: 'idle'; readonly last: RunResult | null }
  | { readonly kind: 'running'; readonly run: ActiveRun }
  | { readonly kind: 'attention'; readonly last: RunResult };
