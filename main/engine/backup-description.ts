import type { RotationPolicy } from '../shared/rotation-policy.js';

export interface BackupActions {
  readonly backup: boolean;
  readonly snapshot: boolean;
  readonly rotate: boolean;
}

/** Everything that a run is told. Built from a command line, a profile, or by a program. */
export interface BackupDescription {
  /** Absolute path of the directory whose contents are backed up. */
  readonly source: string;
  /**
   * What is updated, in rsync's syntax: absolute path of a directory, beside which snapshots are kept, a directory of another
   * machine, or a daemon's module.
   */
  readonly destination: string;
  readonly actions: BackupActions;
  /** crypttab(5) name of the disk to unlock; null: none. */
  readonly cryptoName: string | null;
  /** fstab(5) mount point of the file system to mount; null: none. */
  readonly mountPoint: string | null;
  /** rsync(1) patterns. */
  readonly excludes: readonly string[];
  /** True: other file systems mounted in the source are backed up too. */
  readonly multiFs: boolean;
  readonly rotation: RotationPolicy;
  /** Shell patterns of snapshot names that rotation leaves alone, and of those that it is limited to (empty: all). */
  readonly rotationLists: {
    readonly excludeList: readonly string[];
    readonly includeList: readonly string[];
  };
  /** True: a run that changed nothing takes no snapshot. */
  readonly skipUnchanged: boolean;
  /** True: what would happen is reported and nothing is written. */
  readonly dryRun: boolean;
  /** True: a directory that never was a backup's may be taken over, and emptied of what the source does not have. */
  readonly adopt: boolean;
  /** rsync's exit value of the transfer that is to be kept, where somebody else made it. */
  readonly transferStatus?: number;
  /** True: other systems than Linux are tried. */
  readonly force: boolean;
  /** Identity that the destination must have; null: any. */
  readonly destinationId: string | null;
}
