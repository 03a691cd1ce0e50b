import { stat } from 'node:fs/promises';
import { parseSnapshotPath } from '../domain/snapshot-path.js';
import { findSnapshot } from '../engine/change-snapshots.js';
import type { RestoreRequest, RestoreSummary } from '../shared/helper-protocol.js';
import { restoreItems, type RestoreOrder } from '../system/store/restore-items.js';
import { withDestination } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `restore`. */
export async function restore(
  session: Session,
  { snapshot, paths, target, conflict }: RestoreRequest,
): Promise<RestoreSummary> {
  return withDestination(session, async ({ profile, context, store }) => {
    const entry = await findSnapshot(store, snapshot);
    const items = paths.map((path) => ({ path, names: parseSnapshotPath(path) ?? [] }));
    const { mountPoint } = profile;
    const forbidden = {
      destination: mountPoint ?? store.parent,
      device: mountPoint === null ? null : (await stat(mountPoint)).dev,
    };
    const order: RestoreOrder = {
      ...{ snapshot: entry.path, snapshotName: entry.name, items, conflict, forbidden },
      target: target ?? profile.source,
      layout: target === null ? 'in-place' : 'into',
    };
    const { restored, kept, counts } = await restoreItems(order, { signal: context.signal });
    return { restored, kept, counts };
  });
}
