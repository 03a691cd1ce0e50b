import { dirname } from 'node:path';
import { forecastRotation } from '../../main/domain/forecast-rotation.js';
import { planRotation } from '../../main/domain/plan-rotation.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { isLeftAlone } from '../../main/domain/rotate-backups-ini.js';
import { snapshotNameAt } from '../../main/domain/snapshot-name.js';
import { checkPolicy } from '../../main/engine/rotate-snapshots.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { RotationPreview } from '../../main/shared/snapshot-requests.js';
import type { Profile } from '../../main/shared/profile.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type {
  KeepReason,
  RotationPlan,
  RotationPolicy,
} from '../../main/shared/rotation-policy.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { readRotationSettings } from '../../main/system/read-rotation-settings.js';

/** What decides, beside the policy, which snapshots stay. */
export interface RotationCircumstances {
  /** When the next backup is thought to take its snapshot, which counts too. */
  readonly now: Date;
  /** Of the person whose rotate-backups.ini counts; null: of nobody. */
  readonly home: string | null;
}

/** The plan that a run with this policy would carry out now, and how it goes on. Nothing is removed. */
export async function previewRotation(
  profile: Profile,
  listed: Result<readonly SnapshotSummary[]>,
  policy: RotationPolicy,
  circumstances: RotationCircumstances,
): Promise<Result<RotationPreview>> {
  try {
    checkPolicy(policy);
    if (isLeftToDaemon(profile)) return failure(DAEMON_ROTATES);
    if (!listed.ok) return listed;
    const snapshots = await rotated(profile.destination, listed.value, circumstances.home);
    return success({
      ...planWithComing(snapshots, policy, circumstances.now),
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
  profile: Profile,
  snapshots: readonly SnapshotSummary[],
  { now, home }: RotationCircumstances,
): Promise<ReadonlyMap<string, readonly KeepReason[]>> {
  if (isLeftToDaemon(profile)) return new Map();
  const { destination, rotation } = profile;
  try {
    checkPolicy(rotation);
    const plan = planWithComing(await rotated(destination, snapshots, home), rotation, now);
    return new Map([
      ...plan.keep.map(({ name, reasons }) => [name, reasons] as const),
      ...plan.remove.map(({ name }) => [name, []] as const),
    ]);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return new Map();
  }
}

/** A run takes its snapshot before it rotates: what that one displaces goes at once. */
function planWithComing(
  snapshots: readonly SnapshotSummary[],
  policy: RotationPolicy,
  now: Date,
): RotationPlan {
  const coming = { name: snapshotNameAt(now), pinned: false, complete: true };
  const { keep, remove } = planRotation([...snapshots, coming], policy);
  const names = new Set(snapshots.map(({ name }) => name));
  return {
    keep: keep.filter(({ name }) => names.has(name)),
    remove: remove.filter(({ name }) => names.has(name)),
  };
}

function isLeftToDaemon(profile: Profile): boolean {
  return remotePlace(profile)?.kind === 'daemon';
}

const DAEMON_ROTATES = {
  code: 'daemon-rotates',
  title: 'The snapshots are an rsync daemon’s, which removes them by rules of its own.',
  advice: 'Change the rotation on that machine, where the daemon calls it (post-xfer exec).',
  detail: '',
};

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
