import type { Failure } from './result.js';

/** What became of a snapshot that was to be removed. */
export interface Removal {
  /** Its name. */
  readonly snapshot: string;
  /**
   * `begun`: it is no snapshot any more, and what is left of its files goes with the next backup. `pinned` and `missing`: refused.
   * `untouched`: whoever asked for it, or what failed before, stopped it.
   */
  readonly outcome: 'removed' | 'begun' | 'pinned' | 'missing' | 'failed' | 'untouched';
  /** Why it `failed`; null otherwise. */
  readonly failure: Failure | null;
}

/** Whether it has gone from the list of snapshots. */
export function isGone({ outcome }: Removal): boolean {
  return outcome === 'removed' || outcome === 'begun';
}
