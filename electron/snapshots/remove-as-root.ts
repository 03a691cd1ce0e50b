import type { Removal } from '../../main/shared/removal.js';
import type { Failure, Result } from '../../main/shared/result.js';
import { success } from '../../main/shared/result.js';
import type { SnapshotsRequest } from '../../main/shared/snapshot-requests.js';
import { orderHelper } from '../helper/helper-client.js';
import type { OrderedWork } from './worker-client.js';

/** Removes with the root helper, which is asked once for all of them. */
export function removeAsRoot(
  { profileId, snapshots }: SnapshotsRequest,
  onProgress: (done: number, of: number) => void,
): OrderedWork<readonly Removal[]> {
  const removed: string[] = [];
  const order = orderHelper('remove-snapshot', profileId, { snapshots }, (event) => {
    if (event.event !== 'removed') return;
    removed.push(event.name);
    onProgress(removed.length, snapshots.length);
  });
  const done = order.answer.then((answer): Result<readonly Removal[]> => {
    if (answer.ok || removed.length === 0) return answer;
    return success(removalsBefore(answer.failure, snapshots, removed));
  });
  return { done, cancel: order.cancel };
}

/** A removal that was called off before it began has left everything as it was. */
export function orUntouched(
  removed: Result<readonly Removal[]>,
  snapshots: readonly string[],
): Result<readonly Removal[]> {
  if (removed.ok || removed.failure.code !== 'cancelled') return removed;
  return success(snapshots.map((snapshot) => ({ snapshot, outcome: 'untouched', failure: null })));
}

/** A helper that ended in the middle has told of those that had gone. */
function removalsBefore(
  failure: Failure,
  snapshots: readonly string[],
  removed: readonly string[],
): readonly Removal[] {
  const failed = snapshots.find((name) => !removed.includes(name));
  return snapshots.map((snapshot) => {
    if (removed.includes(snapshot)) return { snapshot, outcome: 'removed', failure: null };
    if (snapshot === failed) return { snapshot, outcome: 'failed', failure };
    return { snapshot, outcome: 'untouched', failure: null };
  });
}
