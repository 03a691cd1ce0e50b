import { listSnapshots } from '../../main/index.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { Profile } from '../../main/shared/profile.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { errorCode } from '../../main/system/error-code.js';
import type { Desktop } from '../desktop/desktop.js';
import { keepReasons, type RotationCircumstances } from './rotation-preview.js';

/** Newest first. */
export async function snapshotRows(
  profile: Profile,
  snapshots: Result<readonly SnapshotSummary[]>,
  circumstances: RotationCircumstances,
): Promise<Result<readonly SnapshotRow[]>> {
  if (!snapshots.ok) return snapshots;
  const reasons = await keepReasons(profile, snapshots.value, circumstances);
  const rows = snapshots.value.map(({ path: _path, ...summary }) => ({
    ...summary,
    keptFor: reasons.get(summary.name) ?? null,
  }));
  return success(rows.reverse());
}

/** Opens a snapshot in the file manager. */
export async function showSnapshot(
  profile: Profile,
  name: string,
  desktop: Pick<Desktop, 'open'>,
): Promise<Result<null>> {
  if (remotePlace(profile) !== null) return failure(ELSEWHERE);
  const snapshots = await readSnapshots(profile);
  if (!snapshots.ok) return snapshots;
  const snapshot = snapshots.value.find((candidate) => candidate.name === name);
  if (snapshot === undefined) {
    return failure({
      code: 'snapshot-gone',
      title: 'This snapshot is not there any more.',
      advice:
        'It was removed, or the disk that it is on is away. “Snapshots” shows those that are there.',
      detail: name,
    });
  }
  const problem = await desktop.open(snapshot.path);
  return problem === null ? success(null) : failure(notOpened(snapshot.path, problem));
}

/** Oldest first; of this machine. */
export async function readSnapshots({
  destination,
}: Profile): Promise<Result<readonly SnapshotSummary[]>> {
  try {
    return success(await listSnapshots(destination));
  } catch (error) {
    // Nothing has been backed up yet, or the disk is elsewhere: neither is a failure of the list.
    if (errorCode(error) === 'ENOENT') return success([]);
    const known = error instanceof BackupError ? error : null;
    return failure({
      code: known?.code ?? 'snapshots-unreadable',
      title: known?.message ?? 'The snapshots cannot be listed.',
      advice: known?.advice ?? 'Check that the disk is connected and that you may read it.',
      detail: known?.detail ?? String(error),
    });
  }
}

const ELSEWHERE = {
  code: 'snapshots-elsewhere',
  title: 'This snapshot is on another machine, where the file manager of this one does not reach.',
  advice: 'Browse it here, and restore what you need.',
  detail: '',
};

function notOpened(path: string, problem: string) {
  return {
    code: 'not-opened',
    title: 'The file manager did not open.',
    advice: 'Open the folder below by yourself.',
    detail: `${path}\n${problem}`,
  };
}
