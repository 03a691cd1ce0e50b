import { mergeSummaries } from '../../main/domain/merge-restores.js';
import type { RestoreSummary } from '../../main/shared/helper-protocol.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import type { RestoreOrderRequest } from '../../main/shared/snapshot-requests.js';
import { askHelper } from '../helper/helper-client.js';
import type { WorkContract } from './work-contract.js';
import type { OrderedWork } from './worker-client.js';

type Restored = WorkContract['restore']['answer'];

/** Restores with the root helper, one time after the other. None of it can be taken back. */
export function restoreAsRoot(request: RestoreOrderRequest): OrderedWork<Restored> {
  const stop = new AbortController();
  return { done: restoreParts(request, stop.signal), cancel: () => stop.abort() };
}

async function restoreParts(
  { profileId, parts, target, conflict }: RestoreOrderRequest,
  signal: AbortSignal,
): Promise<Result<Restored>> {
  const summaries: RestoreSummary[] = [];
  for (const part of parts) {
    const order = { ...part, target, conflict };
    const restored = signal.aborted
      ? failure(STOPPED)
      : await askHelper('restore', profileId, order, signal);
    if (!restored.ok) return failure(afterParts(restored.failure, summaries.length));
    summaries.push(restored.value);
  }
  return success({ ...mergeSummaries(summaries), traces: [] });
}

/** What was restored before one that failed stays. */
function afterParts(problem: Failure, done: number): Failure {
  if (done === 0) return problem;
  const advice = `${problem.advice} What is of other times is back already.`.trim();
  return { ...problem, code: 'restored-in-part', advice };
}

const STOPPED: Failure = {
  code: 'cancelled',
  title: 'You stopped the restore.',
  advice: '',
  detail: '',
};
