import { planRotation } from '../domain/plan-rotation.js';
import { isLeftAlone } from '../domain/rotate-backups-ini.js';
import type { BackupDescription } from '../engine/backup-description.js';
import type { Ports } from '../engine/ports.js';
import { checkPolicy } from '../engine/rotate-snapshots.js';
import { summarizeSnapshots } from '../engine/summarize-snapshots.js';
import { saySize } from '../shared/say-size.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';

const METHODS = { 'hard-links': 'hard links', btrfs: 'btrfs', reflinks: 'reflinks' } as const;

/** Oldest first, with the reasons that the policy has for keeping each. */
export async function listSnapshots(
  description: BackupDescription,
  ports: Ports,
  json: boolean,
  output: NodeJS.WritableStream,
): Promise<void> {
  checkPolicy(description.rotation);
  const store = await ports.openStore(description.destination);
  const snapshots = await summarizeSnapshots(store).finally(() => store.close());
  // What is not changed from here stays by rules that are not known here.
  const reasons = store.isReadOnly ? null : reasonsToKeep(snapshots, description);
  for (const snapshot of snapshots) {
    const why = reasons === null ? ['as its host decides'] : (reasons.get(snapshot.name) ?? []);
    output.write(json ? jsonLine(snapshot, why) : textLine(snapshot, why));
  }
  if (snapshots.length === 0 && !json) {
    output.write(`There are no snapshots in “${store.parent}” yet.\n`);
  }
}

function reasonsToKeep(
  snapshots: readonly SnapshotSummary[],
  { rotation, rotationLists }: BackupDescription,
): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, readonly string[]>();
  const isAlone = ({ name }: SnapshotSummary): boolean => isLeftAlone(name, rotationLists);
  for (const { name } of snapshots.filter(isAlone)) reasons.set(name, ['left alone']);
  const rotated = snapshots.filter((snapshot) => !isAlone(snapshot));
  for (const { name, reasons: kept } of planRotation(rotated, rotation).keep) {
    reasons.set(name, kept);
  }
  return reasons;
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
      : `+${String(changes.created)} ~${String(changes.changed)} -${String(changes.deleted)}, ${saySize(changes.bytes)}`;
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
