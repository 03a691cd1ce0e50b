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
  /** rsync exclude patterns. */
  readonly excludes: readonly string[];
  readonly rotation: RotationPolicy;
  /** True: a run that changed nothing takes no snapshot. */
  readonly skipUnchanged: boolean;
  /** Identity of the destination that this profile has written to; null before its first run. */
  readonly destinationId: string | null;
}
