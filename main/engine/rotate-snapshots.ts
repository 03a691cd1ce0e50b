import { EmptySchemeError, planRotation } from '../domain/plan-rotation.js';
import { isLeftAlone } from '../domain/rotate-backups-ini.js';
import { BackupError } from '../shared/backup-error.js';
import type { RotationPlan, RotationPolicy } from '../shared/rotation-policy.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';

/**
 * Removes the snapshots that the policy does not keep.
 *
 * @param upcoming name of the snapshot that a real run would have taken by now; for a dry run, so that both make the same plan.
 */
export async function rotateSnapshots(
  context: RunContext,
  store: Store,
  upcoming: string | null,
): Promise<RotationPlan> {
  context.enter('rotate');
  const records = await store.snapshotRecords();
  const names = (await store.snapshots()).map(({ name }) => name);
  const candidates = [...names, ...(upcoming === null ? [] : [upcoming])]
    .filter((name) => !isLeftAlone(name, context.description.rotationLists))
    .map((name) => {
      const record = records.get(name);
      return { name, pinned: record?.pinned ?? false, complete: record?.complete ?? true };
    });
  const plan = planRotation(candidates, context.description.rotation);
  context.emit({ event: 'rotation', ...plan });
  if (context.description.dryRun) return plan;
  for (const { name } of plan.remove) await store.removeSnapshot(name, context.signal);
  return plan;
}

/** @throws BackupError for a policy that cannot be applied; called before anything is written. */
export function checkPolicy(policy: RotationPolicy): void {
  try {
    planRotation([], policy);
  } catch (error) {
    if (!(error instanceof EmptySchemeError || error instanceof RangeError)) throw error;
    throw new BackupError({
      code: 'invalid-rotation-scheme',
      title: error.message,
      advice: 'Keep some, such as --daily=7 --monthly=always.',
      cause: error,
    });
  }
}
