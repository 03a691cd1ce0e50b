import type { RemoteChoices } from './remote-choices.js';
import type { RotationPolicy } from './rotation-policy.js';

/** A named, complete description of one backup. */
export interface Profile {
  /** Matches `[a-z0-9-]{1,64}`. */
  readonly id: string;
  readonly name: string;
  /** Absolute path of the directory that is backed up. */
  readonly source: string;
  /** In rsync's syntax; the directory that every run updates, usually ending in `/latest`. */
  readonly destination: string;
  /** crypttab(5) name of the encrypted disk that the destination is on; null: none. */
  readonly cryptoName: string | null;
  /** fstab(5) mount point of the file system that the destination is on; null: it is there without our doing. */
  readonly mountPoint: string | null;
  /** Without effect where the destination is on this machine. */
  readonly remote: RemoteChoices;
  /** rsync exclude patterns. */
  readonly excludes: readonly string[];
  /** True: other file systems mounted in the source are backed up too. */
  readonly multiFs: boolean;
  readonly rotation: RotationPolicy;
  /** True: a run that changed nothing takes no snapshot. */
  readonly skipUnchanged: boolean;
  /** Identity of the destination that this profile has written to; null before its first run. */
  readonly destinationId: string | null;
}
