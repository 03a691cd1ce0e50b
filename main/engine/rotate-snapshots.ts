import { EmptySchemeError, planRotation, type RotationCandidate } from '../domain/plan-rotation.js';
import { isLeftAlone } from '../domain/rotate-backups-ini.js';
import { BackupError } from '../shared/backup-error.js';
import type { RotationPlan, RotationPolicy } from '../shared/rotation-policy.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';
import { isComplete } from './run-records.js';

/** Removes the snapshots that the policy does not keep. A dry run makes the same plan, with the snapshot that it did not take. */
export async function rotateSnapshots(context: RunContext, store: Store): Promise<RotationPlan> {
  context.enter('rotate');
  const { dryRun, rotationLists } = context.description;
  const upcoming = dryRun ? upcomingSnapshot(context) : [];
  const candidates = [...(await existingSnapshots(store)), ...upcoming].filter(
    ({ name }) => !isLeftAlone(name, rotationLists),
  );
  const plan = planRotation(candidates, context.description.rotation);
  context.emit({ event: 'rotation', ...plan });
  if (dryRun) return plan;
  for (const { name } of plan.remove) await remove(context, store, name);
  return plan;
}

async function remove({ ports, emit, signal }: RunContext, store: Store, name: string) {
  const start = ports.clock.now().getTime();
  await store.removeSnapshot(name, signal);
  emit({ event: 'removed', name, seconds: (ports.clock.now().getTime() - start) / 1000 });
}

async function existingSnapshots(store: Store): Promise<readonly RotationCandidate[]> {
  const records = await store.snapshotRecords();
  return (await store.snapshots()).map(({ name }) => {
    const record = records.get(name);
    return { name, pinned: record?.pinned ?? false, complete: record?.complete ?? true };
  });
}

function upcomingSnapshot(context: RunContext): readonly RotationCandidate[] {
  const { snapshot: name } = context.facts;
  return name === null ? [] : [{ name, pinned: false, complete: isComplete(context) }];
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
