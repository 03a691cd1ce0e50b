import type { ConflictRule, RestoreCounts, RestorePreview } from '../../shared/helper-protocol.js';

type Names = readonly Uint8Array[];

/** Something in a snapshot. */
export interface RestoreItem {
  /** As it was asked for. */
  readonly path: string;
  /** From the snapshot to the item; never empty. */
  readonly names: Names;
}

/** One thing that is brought back: a file, or a directory with what is in it. */
export interface RestoreStep {
  /** From the snapshot; renamed into place when it is copied. */
  readonly entry: Names;
  /** What is copied of it: all, or only some of a directory that had gone. From the snapshot. */
  readonly sources: readonly Names[];
  /** From the group's directory to the existing one that it goes into. */
  readonly parent: Names;
  readonly isDirectory: boolean;
  /** What becomes of what is there. */
  readonly existing: 'none' | 'replace' | 'beside';
}

/** Those parts of a restore that go to one existing directory, in which they are prepared. */
export interface RestoreGroup {
  /** From the target. */
  readonly directory: Names;
  readonly steps: readonly RestoreStep[];
}

export interface RestorePlan {
  /** One without steps for each directory in which there is nothing to do. */
  readonly groups: readonly RestoreGroup[];
  readonly counts: RestoreCounts;
  /** As in RestorePreview. */
  readonly attributes: Pick<RestorePreview, 'attributesOnly' | 'foreignOwners'>;
  /** Allocated on the disk by what is to be written; each file once, whatever its names. */
  readonly bytes: number;
  /** Of the files to be written, holes included: what rsync counts. */
  readonly length: number;
  /** Paths in the target of what is different, whatever the rule. The first thousand. */
  readonly differing: readonly string[];
  /** Paths in the target of what the rule leaves as it is. The first thousand. */
  readonly kept: readonly string[];
  readonly keptCount: number;
}

export interface PlanRequest {
  readonly snapshotName: string;
  readonly items: readonly RestoreItem[];
  /** `in-place`: the target is what was backed up, and items go where they were; `into`: their last names go into it. */
  readonly layout: 'in-place' | 'into';
  readonly conflict: ConflictRule;
}
