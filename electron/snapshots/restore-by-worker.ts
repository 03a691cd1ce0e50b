import { success } from '../../main/shared/result.js';
import type { RestoreOrderRequest } from '../../main/shared/snapshot-requests.js';
import type { Restored } from './restore-in-hand.js';
import type { WorkPlace } from './work-contract.js';
import type { OrderedWork, SnapshotWorker } from './worker-client.js';

/**
 * Restores as the person.
 *
 * @param notes where it is noted what is kept for an undo
 */
export function restoreByWorker(
  worker: SnapshotWorker,
  place: WorkPlace,
  notes: string,
  request: RestoreOrderRequest,
  onProgress: (bytes: number, of: number) => void,
): OrderedWork<Restored> {
  const work = worker.order('restore', place, { ...request, notes }, onProgress);
  const done = work.done.then((restored) => {
    if (!restored.ok) return restored;
    const { traces, ...summary } = restored.value;
    const takeBack = {
      undo: () => worker.ask('undoRestore', place, { traces }),
      finish: async () => {
        await worker.ask('finishRestore', place, { traces });
      },
    };
    return success({ summary, takeBack: traces.length === 0 ? null : takeBack });
  });
  return { done, cancel: work.cancel };
}
