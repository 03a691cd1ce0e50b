/** What a person is told when something could not be done: what happened, to which thing, what to do next. */
export interface Failure {
  /** Stable, kebab-case; the only thing that code decides by. */
  readonly code: string;
  /** One sentence: what happened, to which thing. */
  readonly title: string;
  /** One sentence: what to do next. Empty where there is nothing to do. */
  readonly advice: string;
  /** Raw output of the programs involved, for the log and a details fold. May be empty. */
  readonly detail: string;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(failure: Failure): Result<never> {
  return { ok: false, failure };
}
