import type {
  CompareRequest,
  DescribeRequest,
  FileRequest,
  FolderRequest,
  MarkRequest,
  PathRequest,
  RestoreOrderRequest,
  SearchRequest,
  SnapshotsRequest,
} from '../../main/shared/snapshot-requests.js';
import type { PackedNames } from '../../main/shared/packed-names.js';
import type { RestorePreview, RestoreSummary } from '../../main/shared/helper-protocol.js';
import type { Removal } from '../../main/shared/removal.js';
import type { RemoteChoices } from '../../main/shared/remote-choices.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import type { Failure } from '../../main/shared/result.js';
import type {
  Comparison,
  EntryDetail,
  PathVersion,
  Preview,
  SearchAnswer,
  SnapshotSpace,
} from '../../main/shared/snapshot-content.js';

/** What a request is about; the window says only a profile's id. */
export interface WorkPlace {
  /** What is backed up. */
  readonly source: string;
  /** What every run updates. */
  readonly destination: string;
  readonly mountPoint: string | null;
  readonly destinationId: string | null;
  readonly remote: RemoteChoices;
}

/** Where a restore keeps what it replaced; see main/system/store/undo-restore.ts. */
export interface RestoreTrace {
  readonly target: string;
  readonly directory: readonly string[];
  readonly workspace: string;
}

interface Work<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** What is done beside the main thread: it reads disks, which may be slow, or pulled. */
export interface WorkContract {
  /** Oldest first. */
  readonly list: Work<null, readonly SnapshotSummary[]>;
  readonly readFolder: Work<FolderRequest, PackedNames>;
  readonly describe: Work<DescribeRequest, readonly (EntryDetail | null)[]>;
  readonly versions: Work<PathRequest, readonly PathVersion[]>;
  readonly preview: Work<FileRequest, Preview>;
  readonly compare: Work<CompareRequest, Comparison>;
  readonly measure: Work<SnapshotsRequest, SnapshotSpace>;
  readonly search: Work<SearchRequest & { readonly cache: string }, SearchAnswer>;
  readonly mark: Work<MarkRequest, null>;
  readonly remove: Work<SnapshotsRequest, readonly Removal[]>;
  readonly previewRestore: Work<RestoreOrderRequest, RestorePreview>;
  readonly restore: Work<
    RestoreOrderRequest & {
      /** Where it is noted that what is replaced is kept, for an undo; null: it is not kept. */
      readonly notes: string | null;
    },
    RestoreSummary & { readonly traces: readonly RestoreTrace[] }
  >;
  readonly undoRestore: Work<{ readonly traces: readonly RestoreTrace[] }, readonly string[]>;
  readonly recoverRestores: Work<
    { readonly notes: string },
    {
      /** Paths of what was half restored and has been taken back, as people read them. */
      readonly takenBack: readonly string[];
      /** Of what was restored and can be undone still: paths from the trace's target, names as rsync escapes them. */
      readonly done: readonly {
        readonly trace: RestoreTrace;
        readonly restored: readonly string[];
      }[];
      /** What could not be settled: where it is, as people read it. */
      readonly stuck: readonly { readonly path: string; readonly complaint: string }[];
    }
  >;
  readonly finishRestore: Work<{ readonly traces: readonly RestoreTrace[] }, null>;
}

export type WorkVerb = keyof WorkContract;

/** What the main thread says to the worker. */
export type WorkOrder =
  | {
      readonly id: number;
      readonly verb: WorkVerb;
      readonly place: WorkPlace;
      readonly request: unknown;
    }
  | { readonly id: number; readonly verb: 'cancel' }
  /** It ends by itself when connections are closed. */
  | { readonly verb: 'end' };

/** What the worker says. */
export type WorkReport =
  | { readonly id: number; readonly kind: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly kind: 'failure'; readonly failure: Failure }
  | {
      readonly id: number;
      readonly kind: 'progress';
      /** Bytes, entries, or snapshots; of 0: nobody knows. */
      readonly done: number;
      readonly of: number;
    };
