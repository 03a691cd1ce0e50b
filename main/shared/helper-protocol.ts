import type { Profile } from './profile.js';
import type { Removal } from './removal.js';
import type { RunEvent } from './run-event.js';
import type {
  Comparison,
  DirectoryEntry,
  PathVersion,
  Preview,
  SearchAnswer,
  SnapshotSpace,
} from './snapshot-content.js';
import type { SnapshotSummary } from './snapshot-summary.js';

/** A request is a line of at most so many bytes. */
export const LONGEST_REQUEST = 1024 ** 2;

export interface SnapshotRequest {
  /** Name of a snapshot of the profile's destination. */
  readonly snapshot: string;
}

export interface BrowseRequest extends SnapshotRequest {
  /** Directory in the snapshot: names as rsync escapes them, separated by slashes; empty: the snapshot itself. */
  readonly path: string;
}

export interface PathRequest {
  /** As `path` of BrowseRequest, but never empty. */
  readonly path: string;
}

export interface CompareRequest {
  /** Names of snapshots of the profile's destination; null: what is in the profile's source now. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface SearchRequest {
  /** As a person types it. */
  readonly text: string;
}

export interface PreviewRequest extends SnapshotRequest, PathRequest {}

/** A Preview as it fits into a line: contents in base64. */
export type SentPreview =
  | Exclude<Preview, { readonly bytes: Uint8Array }>
  | {
      readonly kind: Extract<Preview, { readonly bytes: Uint8Array }>['kind'];
      readonly type: string;
      readonly base64: string;
    };

/** What happens to what is there already; `keep-both` gives the restored one a name with the snapshot's time. */
export type ConflictRule = 'keep-both' | 'replace' | 'only-missing' | 'only-newer';

/** What comes back from one snapshot. */
export interface RestorePart extends SnapshotRequest {
  /** As `path` of BrowseRequest, none empty, none twice, none inside another. */
  readonly paths: readonly string[];
}

export interface RestoreRequest {
  /** At least one, each of another snapshot. */
  readonly parts: readonly RestorePart[];
  /**
   * Absolute path, without symbolic links, of an existing directory, in which the last names of `paths` will be found; null:
   * where they were, in the profile's source. A directory that is there stays, and the rule is about what differs in it.
   */
  readonly target: string | null;
  readonly conflict: ConflictRule;
  /** True: it can be taken back; see `restore` in HelperContract. */
  readonly keepReplaced: boolean;
}

/** What a restore finds where it would write. Directories count where they are new and empty. */
export interface RestoreCounts {
  /** Not there. */
  readonly missing: number;
  /** There, and different. */
  readonly different: number;
  /** There, and no different: nothing is done. */
  readonly same: number;
}

/** What a restore would do. */
export interface RestorePreview extends RestoreCounts {
  /** To be written, on the disk: holes take no room. */
  readonly bytes: number;
  /** Free where it would be written. */
  readonly freeBytes: number;
  /** Those of `different` that differ in mode or owner alone: replacing gives these back. */
  readonly attributesOnly: number;
  /** Those of `same` that have another owner, whom whoever restores cannot give back: root can. */
  readonly foreignOwners: number;
  /** What differs, by the path at which it is, as rsync escapes it; the first hundred. */
  readonly differing: readonly string[];
}

/** All of what was asked for, or an error and nothing. */
export interface RestoreSummary {
  /** Paths in the target, as rsync escapes them: what is new there, a directory as one. The first thousand. */
  readonly restored: readonly string[];
  /** How many there are of them. */
  readonly restoredCount: number;
  /** Paths in the target of what the conflict rule left as it was. The first thousand. */
  readonly kept: readonly string[];
  readonly keptCount: number;
  readonly counts: RestoreCounts;
}

/** How a restore ended that could be taken back. */
export interface RestoreEnding extends RestoreSummary {
  /** Paths of what was changed since it was restored, and so was left; null: it was not taken back. */
  readonly left: readonly string[] | null;
}

export interface SnapshotsRequest {
  /** Names of snapshots of the profile's destination; at least one, none twice. */
  readonly snapshots: readonly string[];
}

/** What is null stays. */
export interface PinRequest extends SnapshotRequest {
  readonly pinned: boolean | null;
  readonly note: string | null;
}

/** null: it is not known, or there is no disk. */
export interface PutAway {
  readonly safeToUnplug: boolean | null;
}

/**
 * What each verb of `pkexec HELPER_PATH VERB PROFILE-ID` takes and gives.
 *
 * Verbs of which the request is not null read it as one line of JSON, the first on standard input. What the helper
 * says on standard output is one HelperEvent a line. A line `cancel`, the end of standard input, and an end of whoever
 * reads its output make it stop and clean up: standard input is kept open until the helper has gone. It exits with 0, or
 * with 1 after an `error` event (its code is `cancelled` where it was asked to stop) or, of a run, a `finished` event that
 * says so; never with 126 or 127, which are pkexec's. A request with a field that nobody knows is refused.
 */
export interface HelperContract {
  /** Told as RunEvents; has no answer beside them. */
  readonly run: { readonly request: null; readonly answer: null };
  /**
   * Unlocks the profile's disk, if it is the right one, mounts it read-only for everybody, and says `open`; puts it away when
   * it is stopped, and answers then. What was open before stays as it was. Where somebody uses the disk and it cannot be put
   * away, a warning `left-open` names who, and it is tried again until it is done, whoever has gone by then.
   */
  readonly unlock: { readonly request: null; readonly answer: PutAway };
  /** Unmounts and locks it, whoever opened it. */
  readonly lock: { readonly request: null; readonly answer: null };
  /** Oldest first. */
  readonly list: { readonly request: null; readonly answer: readonly SnapshotSummary[] };
  readonly browse: {
    readonly request: BrowseRequest;
    readonly answer: readonly DirectoryEntry[];
  };
  /** The beginning of a text, or an image or a PDF document; nothing else is opened. */
  readonly preview: { readonly request: PreviewRequest; readonly answer: SentPreview };
  /** Newest first. */
  readonly versions: {
    readonly request: PathRequest;
    readonly answer: readonly PathVersion[];
  };
  readonly measure: { readonly request: SnapshotsRequest; readonly answer: SnapshotSpace };
  readonly compare: { readonly request: CompareRequest; readonly answer: Comparison };
  /** The first time it reads all names, which takes a while. */
  readonly search: { readonly request: SearchRequest; readonly answer: SearchAnswer };
  /**
   * All of the parts, or none. With `keepReplaced` it says `restored` when that is done, and keeps what was replaced until the
   * next line on standard input, an UndoOrder, says what becomes of it. Where none comes, it is put beside what replaced it.
   */
  readonly restore: { readonly request: RestoreRequest; readonly answer: RestoreEnding };
  /**
   * Each one that has gone is told as a RunEvent, `removed`. Answers for each what became of it, also where it was cancelled
   * in the middle.
   */
  readonly 'remove-snapshot': {
    readonly request: SnapshotsRequest;
    readonly answer: readonly Removal[];
  };
  readonly pin: { readonly request: PinRequest; readonly answer: null };
  /**
   * A profile that goes elsewhere than before begins anew: the state of the one before is forgotten. Desktops leave the
   * profile's disk alone from then on, until the profile is removed.
   */
  readonly 'install-profile': { readonly request: Profile; readonly answer: null };
  readonly 'remove-profile': { readonly request: null; readonly answer: null };
  /** What a run of a profile that need not be installed would do: a dry run, told as `run` is, without its `change` events. */
  readonly 'test-profile': { readonly request: Profile; readonly answer: null };
}

export type HelperVerb = keyof HelperContract;

/** What they do is told as RunEvents. */
export type RunningVerb = 'run' | 'test-profile';

/** A disk without a key file is to be unlocked: the next line on standard input is a PassphraseReply, or `cancel`. */
export interface PassphraseEvent {
  readonly event: 'passphrase';
  /** crypttab(5) name of the disk. */
  readonly disk: string;
  /** 1 at first; more: the passphrase before was wrong. */
  readonly attempt: number;
}

export interface PassphraseReply {
  readonly passphrase: string;
}

/** The disk is open, and stays so until the helper is stopped. */
export interface OpenEvent {
  readonly event: 'open';
}

/** Several a second while contents are copied. */
export interface RestoringEvent {
  readonly event: 'restoring';
  /** Of contents. */
  readonly bytes: number;
  readonly of: number;
}

/** Everything is in its place, and can be taken back until the helper is stopped. */
export interface RestoredEvent {
  readonly event: 'restored';
  readonly summary: RestoreSummary;
}

/** Decides what becomes of what a restore replaced. */
export interface UndoOrder {
  /** True: it comes back; false: it goes. */
  readonly undo: boolean;
}

/** The last line of every verb but those that are told as a run, when all went well. */
export interface AnswerEvent<V extends HelperVerb = HelperVerb> {
  readonly event: 'answer';
  readonly answer: HelperContract[V]['answer'];
}

export type HelperEvent =
  RunEvent | PassphraseEvent | OpenEvent | RestoringEvent | RestoredEvent | AnswerEvent;
