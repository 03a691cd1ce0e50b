import { planRotation } from '../domain/plan-rotation.js';
import { formatBytes } from '../domain/format-bytes.js';
import type { BackupDescription } from '../engine/backup-description.js';
import type { Ports } from '../engine/ports.js';
import { summarizeSnapshots } from '../engine/summarize-snapshots.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';

const METHODS = { 'hard-links': 'hard links', btrfs: 'btrfs', reflinks: 'reflinks' } as const;

/** Oldest first, with the reasons that the policy has for keeping each. */
export async function listSnapshots(
  description: BackupDescription,
  ports: Ports,
  json: boolean,
  output: NodeJS.WritableStream,
): Promise<void> {
  const store = await ports.openStore(description.destination);
  const snapshots = await summarizeSnapshots(store);
  const plan = planRotation(snapshots, description.rotation);
  const reasons = new Map(plan.keep.map(({ name, reasons }) => [name, reasons]));
  for (const snapshot of snapshots) {
    const why = reasons.get(snapshot.name) ?? [];
    output.write(json ? jsonLine(snapshot, why) : textLine(snapshot, why));
  }
  if (snapshots.length === 0 && !json) {
    output.write(`There are no snapshots in “${store.parent}” yet.\n`);
  }
}

function jsonLine(snapshot: SnapshotSummary, reasons: readonly string[]): string {
  return `${JSON.stringify({ event: 'listed', ...snapshot, reasons })}\n`;
}

/** `2026-11-21 19:36:28  hard links  +12 ~3 -1, 4.2 MB  daily, weekly` */
function textLine(snapshot: SnapshotSummary, reasons: readonly string[]): string {
  const { name, method, changes, complete, note } = snapshot;
  const size =
    changes === null
      ? 'unknown'
      : `+${String(changes.created)} ~${String(changes.changed)} -${String(changes.deleted)}, ${formatBytes(changes.bytes)}`;
  const why = reasons.length === 0 ? 'goes at the next rotation' : reasons.join(', ');
  const columns = [
    name.padEnd(19),
    METHODS[method].padEnd(10),
    size.padEnd(28),
    why,
    ...(complete ? [] : ['(some files could not be read)']),
    ...(note === '' ? [] : [`“${note}”`]),
  ];
  return `${columns.join('  ')}\n`;
}
