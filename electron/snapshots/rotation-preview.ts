import { dirname } from 'node:path';
import { forecastRotation } from '../../main/domain/forecast-rotation.js';
import { planRotation } from '../../main/domain/plan-rotation.js';
import { isLeftAlone } from '../../main/domain/rotate-backups-ini.js';
import { checkPolicy } from '../../main/engine/rotate-snapshots.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { RotationPreview } from '../../main/shared/snapshot-requests.js';
import type { Profile } from '../../main/shared/profile.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { KeepReason, RotationPolicy } from '../../main/shared/rotation-policy.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { readRotationSettings } from '../../main/system/read-rotation-settings.js';

/**
 * The plan that a run with this policy would carry out now, and how it goes on. Nothing is removed.
 *
 * @param home of the person whose rotate-backups.ini counts; null: of nobody
 */
export async function previewRotation(
  { destination }: Profile,
  listed: Result<readonly SnapshotSummary[]>,
  policy: RotationPolicy,
  home: string | null,
): Promise<Result<RotationPreview>> {
  try {
    checkPolicy(policy);
    if (!listed.ok) return listed;
    const snapshots = await rotated(destination, listed.value, home);
    return success({
      ...planRotation(snapshots, policy),
      inAMonth: forecastRotation(snapshots, policy, 30),
      inAYear: forecastRotation(snapshots, policy, 365),
    });
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const { code, message: title, advice, detail } = error;
    return failure({ code, title, advice, detail });
  }
}

/**
 * Why the profile's own policy keeps its snapshots, by their names; no reason: the next backup removes it. What rotation leaves
 * alone is not named, and nothing is where the policy or rotate-backups.ini cannot be used: that is said where it is edited.
 */
export async function keepReasons(
  { destination, rotation }: Profile,
  snapshots: readonly SnapshotSummary[],
  home: string | null,
): Promise<ReadonlyMap<string, readonly KeepReason[]>> {
  try {
    checkPolicy(rotation);
    const plan = planRotation(await rotated(destination, snapshots, home), rotation);
    return new Map([
      ...plan.keep.map(({ name, reasons }) => [name, reasons] as const),
      ...plan.remove.map(({ name }) => [name, []] as const),
    ]);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return new Map();
  }
}

/** Without those that rotate-backups.ini leaves alone. */
async function rotated(
  destination: string,
  snapshots: readonly SnapshotSummary[],
  home: string | null,
): Promise<readonly SnapshotSummary[]> {
  const ini = await readRotationSettings(dirname(destination), home);
  const lists = ini ?? { excludeList: [], includeList: [] };
  return snapshots.filter(({ name }) => !isLeftAlone(name, lists));
}
