import type { RestoreSummary } from '../../main/shared/helper-protocol.js';
import type { Result } from '../../main/shared/result.js';

/** What was restored, and what it replaced until that is of no use any more. */
export interface Restored {
  readonly summary: RestoreSummary;
  /** null: there is nothing to take back. */
  readonly takeBack: TakeBack | null;
}

/** Either of them once. */
export interface TakeBack {
  /** Answers the paths that were changed since, and so were left. */
  readonly undo: () => Promise<Result<readonly string[]>>;
  /** Removes what was replaced. */
  readonly finish: () => Promise<void>;
}
