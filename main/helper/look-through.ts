import { findBoth, findSnapshot } from '../engine/change-snapshots.js';
import type { CompareRequest, SnapshotsRequest } from '../shared/helper-protocol.js';
import type { Comparison, SnapshotSpace } from '../shared/snapshot-content.js';
import { compareSnapshots } from '../system/store/compare-snapshots.js';
import { measureSnapshots } from '../system/store/measure-snapshots.js';
import { TreeDirectory } from '../system/tree-directory.js';
import { withDestination } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `measure`. */
export async function measure(
  session: Session,
  { snapshots }: SnapshotsRequest,
): Promise<SnapshotSpace> {
  return withDestination(session, async ({ context: { signal }, store }) => {
    const entries = await Promise.all(snapshots.map((name) => findSnapshot(store, name)));
    const places = entries.map((snapshot) => ({ snapshot, names: [] }));
    return measureSnapshots(entries, await store.contents.look(places, 'below', signal), signal);
  });
}

/** The verb `compare`. */
export async function compare(session: Session, request: CompareRequest): Promise<Comparison> {
  return withDestination(session, async ({ profile, context: { signal }, store }) => {
    const [before, after] = await findBoth(store, request);
    const lookNow = (): TreeDirectory | null => TreeDirectory.find(profile.source, []);
    return compareSnapshots(store, { before, after, lookNow }, { signal });
  });
}
