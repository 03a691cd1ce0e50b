import type { Failure } from '../shared/result.js';

/** How the process of a run has gone. */
export type RunEnding =
  /** What it has told counts; `detail` is what it wrote to standard error. */
  | { readonly kind: 'gone'; readonly detail: string }
  /** It never began, because the person closed the question for the password. */
  | { readonly kind: 'dismissed' }
  /** It never began. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It was ended from outside. Then its disk was locked; `leftOpen`: why that failed, null when it is locked. */
  | { readonly kind: 'broken-off'; readonly leftOpen: Failure | null; readonly detail: string };
