import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { Result } from '../../main/shared/result.js';
import { useRefreshes } from '../use-refreshes.js';
import { useAnswer } from './use-answer.js';

/**
 * The snapshots of a profile, newest first; null until they are read. They are read again when
 * `occasion` changes, when the window comes to the front, and with F5.
 */
export function useSnapshots(
  profileId: string,
  occasion: string,
): Result<readonly SnapshotRow[]> | null {
  const refreshes = useRefreshes();
  return useAnswer('snapshots:list', { profileId }, `${occasion} ${refreshes}`).result;
}
