import type { CompareRequest, SnapshotsRequest } from '../../main/shared/snapshot-requests.js';
import type { Comparison, SnapshotSpace } from '../../main/shared/snapshot-content.js';
import { orderHelper } from '../helper/helper-client.js';
import type { OrderedWork } from './worker-client.js';

/** What the person may not look at, root adds up. */
export function measureAsRoot({
  profileId,
  snapshots,
}: SnapshotsRequest): OrderedWork<SnapshotSpace> {
  const { answer, cancel } = orderHelper('measure', profileId, { snapshots }, () => undefined);
  return { done: answer, cancel };
}

/** What the person may not look at, root compares. */
export function compareAsRoot({
  profileId,
  before,
  after,
}: CompareRequest): OrderedWork<Comparison> {
  const { answer, cancel } = orderHelper('compare', profileId, { before, after }, () => undefined);
  return { done: answer, cancel };
}
