import { parseSnapshotName, formatSnapshotName } from '../domain/snapshot-name.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import type { Store } from './ports.js';

/** Oldest first. What the catalog does not know is left open. */
export async function summarizeSnapshots(store: Store): Promise<readonly SnapshotSummary[]> {
  const [entries, records] = await Promise.all([store.snapshots(), store.snapshotRecords()]);
  const summaries = entries.flatMap(({ name, path, method }) => {
    const time = parseSnapshotName(name);
    if (time === null) return [];
    const record = records.get(name);
    return {
      name,
      path,
      method,
      time: formatSnapshotName(time).replace(' ', 'T'),
      pinned: record?.pinned ?? false,
      note: record?.note ?? '',
      changes: record?.changes ?? null,
      complete: record?.complete ?? true,
    };
  });
  return summaries.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
