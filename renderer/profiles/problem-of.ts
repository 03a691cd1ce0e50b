import type { DraftCheck, DraftField, DraftProblem } from '../../main/shared/profile-requests.js';

/** What is wrong with a field; undefined: nothing. */
export function problemOf({ problems }: DraftCheck, field: DraftField): DraftProblem | undefined {
  return problems.find((problem) => problem.field === field);
}
