import type { ProfileRequest } from './application-requests.js';
import type { HistoryPoint } from './history-point.js';
import type {
  ConflictRule,
  RestorePart,
  RestorePreview,
  RestoreSummary,
} from './helper-protocol.js';
import type { PackedNames } from './packed-names.js';
import type { Removal } from './removal.js';
import type { KeepReason, RotationPlan, RotationPolicy } from './rotation-policy.js';
import type {
  Comparison,
  EntryDetail,
  FolderOrder,
  PathVersion,
  Preview,
  SearchAnswer,
  SnapshotSpace,
} from './snapshot-content.js';
import type { SnapshotSummary } from './snapshot-summary.js';
import type { LongWork } from './work-progress.js';

export interface OpenDiskRequest extends ProfileRequest {
  /** null: none has been asked for. */
  readonly passphrase: string | null;
}

export interface SnapshotRequest extends ProfileRequest {
  /** The snapshot's name, which identifies it within the profile's destination. */
  readonly snapshot: string;
}

/** A snapshot without its path: the window names snapshots, it does not open them. */
export interface SnapshotRow extends Omit<SnapshotSummary, 'path'> {
  /** Why rotation keeps it, empty: it goes with the next backup; null: rotation has nothing to do with it. */
  readonly keptFor: readonly KeepReason[] | null;
}

export interface MarkRequest extends SnapshotRequest {
  readonly pinned: boolean | null;
  readonly note: string | null;
}

export interface SnapshotsRequest extends ProfileRequest {
  readonly snapshots: readonly string[];
}

export interface CompareRequest extends ProfileRequest {
  /** Names of snapshots; null: what is there now. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface SearchRequest extends ProfileRequest {
  /** As a person types it; empty: what is needed for a search is made ready. */
  readonly text: string;
}

export interface PathRequest extends ProfileRequest {
  /** In a snapshot: names as rsync escapes them, separated by slashes; empty: the snapshot itself. */
  readonly path: string;
}

export interface FileRequest extends PathRequest {
  /** null: what is there now. */
  readonly snapshot: string | null;
}

/** Who looks. */
export interface AsAdministrator {
  /** True: root, after the person has proven to be one who may; only into snapshots. */
  readonly asAdministrator: boolean;
}

export interface FolderRequest extends FileRequest, AsAdministrator {
  /** True: also what only other snapshots have; root does not look for that. */
  readonly deleted: boolean;
  readonly order: FolderOrder;
}

export interface DescribeRequest extends FileRequest {
  readonly names: readonly string[];
}

export interface DragRequest extends ProfileRequest {
  /** At least one, each of another snapshot. */
  readonly parts: readonly RestorePart[];
}

export interface RestoreOrderRequest extends ProfileRequest, AsAdministrator {
  /** At least one, each of another snapshot. */
  readonly parts: readonly RestorePart[];
  /** Absolute path of a directory; null: where they were. */
  readonly target: string | null;
  readonly conflict: ConflictRule;
}

export interface RestoreReport extends RestoreSummary {
  readonly target: string;
  /** True: it can be taken back as long as the window is open. */
  readonly undoable: boolean;
}

/** The one that can be taken back, or looked at, as long as the window is open. */
export interface LastRestore {
  /** As in RestoreSummary; at least one. */
  readonly restored: readonly string[];
  readonly restoredCount: number;
  /** As people write it. */
  readonly target: string;
  readonly undoable: boolean;
}

/** What restores have left whose application was killed; paths as people read them. */
export interface RestoreRemains {
  /** What was half restored, and has been taken back. */
  readonly takenBack: readonly string[];
  /** What was restored; what it replaced is still kept. */
  readonly restored: readonly string[];
  /** What keeps it, for a SettleRequest. */
  readonly kept: readonly string[];
  /** Where something is kept of which nothing could be settled. */
  readonly stuck: readonly string[];
}

export interface SettleRequest extends ProfileRequest {
  /** Of RestoreRemains; empty: the person has read what there was to be said. */
  readonly kept: readonly string[];
  /** True: what was replaced comes back; false: it goes. */
  readonly undo: boolean;
}

export interface RotationRequest extends ProfileRequest {
  readonly policy: RotationPolicy;
}

/** What a policy would do with the snapshots that there are. */
export interface RotationPreview extends RotationPlan {
  /** How many there will be, at the pace of the last snapshots; null: there are too few to tell. */
  readonly inAMonth: number | null;
  readonly inAYear: number | null;
}

/** What the window asks about snapshots, what is in them, and which of them stay, by channel. */
export interface SnapshotContract {
  /**
   * Unlocks the disk of an installed profile and mounts it read-only, until the window is closed or left idle. Fails with
   * `passphrase-needed` or `wrong-passphrase` where the person is to be asked.
   */
  readonly 'disk:open': { readonly request: OpenDiskRequest; readonly answer: null };
  /** Newest first. */
  readonly 'snapshots:list': {
    readonly request: ProfileRequest;
    readonly answer: readonly SnapshotRow[];
  };
  /** Oldest first. What is on another machine, or on a disk that is put away, is as it was told of last. */
  readonly 'snapshots:history': {
    readonly request: ProfileRequest;
    readonly answer: readonly HistoryPoint[];
  };
  readonly 'snapshots:show': { readonly request: SnapshotRequest; readonly answer: null };
  /** Pins a snapshot, or notes something about it; what is null stays. */
  readonly 'snapshots:mark': { readonly request: MarkRequest; readonly answer: null };
  /** Answers for each what became of it, also where it was called off in the middle. */
  readonly 'snapshots:remove': {
    readonly request: SnapshotsRequest;
    readonly answer: readonly Removal[];
  };
  readonly 'snapshots:measure': {
    readonly request: SnapshotsRequest & AsAdministrator;
    readonly answer: SnapshotSpace;
  };
  readonly 'snapshots:compare': {
    readonly request: CompareRequest & AsAdministrator;
    readonly answer: Comparison;
  };
  /** Calls off what was asked, which then fails with `cancelled`, but for a removal, which says how far it came. */
  readonly 'snapshots:cancel': { readonly request: LongWork; readonly answer: null };
  readonly 'snapshots:search': {
    readonly request: SearchRequest & AsAdministrator;
    readonly answer: SearchAnswer;
  };
  readonly 'folder:read': {
    readonly request: FolderRequest;
    readonly answer: PackedNames;
  };
  readonly 'folder:describe': {
    readonly request: DescribeRequest;
    readonly answer: readonly (EntryDetail | null)[];
  };
  /** Newest first. */
  readonly 'file:versions': {
    readonly request: PathRequest & AsAdministrator;
    readonly answer: readonly PathVersion[];
  };
  readonly 'file:preview': {
    readonly request: FileRequest & AsAdministrator;
    readonly answer: Preview;
  };
  /** Opens a copy that can be thrown away with whatever program is for it. */
  readonly 'file:open-copy': { readonly request: FileRequest; readonly answer: null };
  /** Copies what may be dragged to another program to where that can have it, and nobody else. */
  readonly 'drag:prepare': { readonly request: DragRequest; readonly answer: null };
  /** Drags what was prepared last, as long as the button of the mouse is held. */
  readonly 'drag:start': { readonly request: null; readonly answer: null };
  /** Asked first, so that nobody has to choose blindly. */
  readonly 'restore:preview': {
    readonly request: RestoreOrderRequest;
    readonly answer: RestorePreview;
  };
  /** null: the person chose none. */
  readonly 'restore:choose-target': { readonly request: null; readonly answer: string | null };
  readonly 'restore:start': {
    readonly request: RestoreOrderRequest;
    readonly answer: RestoreReport;
  };
  readonly 'restore:cancel': { readonly request: null; readonly answer: null };
  /** null: there is none; told as `restore:last` when it changes. */
  readonly 'restore:last': { readonly request: null; readonly answer: LastRestore | null };
  /** null: there are none. */
  readonly 'restore:remains': {
    readonly request: ProfileRequest;
    readonly answer: RestoreRemains | null;
  };
  /** Decides what becomes of them; answers the paths that were changed since, and so were left. */
  readonly 'restore:settle': {
    readonly request: SettleRequest;
    readonly answer: readonly string[];
  };
  /** Takes the last restore back; answers the paths that were changed since, and so were left. */
  readonly 'restore:undo': { readonly request: null; readonly answer: readonly string[] };
  /** Opens the folder of what was restored last in the file manager. */
  readonly 'restore:show': { readonly request: null; readonly answer: null };
  readonly 'rotation:preview': {
    readonly request: RotationRequest;
    readonly answer: RotationPreview;
  };
  readonly 'rotation:save': { readonly request: RotationRequest; readonly answer: null };
}
