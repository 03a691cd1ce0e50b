import { useCallback, useEffect, useState } from 'react';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { Result } from '../../main/shared/result.js';
import { backup } from '../backup-bridge.js';

/**
 * The snapshots of a profile, newest first; null until they are read. They are read again when
 * `occasion` changes, when the window comes to the front, and with F5.
 */
export function useSnapshots(
  profileId: string,
  occasion: string,
): Result<readonly SnapshotRow[]> | null {
  const [snapshots, setSnapshots] = useState<Result<readonly SnapshotRow[]> | null>(null);
  const read = useCallback(() => {
    let wanted = true;
    void backup.ask('snapshots:list', { profileId }).then((answer) => {
      if (wanted) setSnapshots(answer);
    });
    return () => {
      wanted = false;
    };
  }, [profileId]);
  useEffect(read, [read, occasion]);
  useEffect(() => {
    const readOnF5 = (event: KeyboardEvent): void => {
      if (event.key === 'F5') read();
    };
    window.addEventListener('focus', read);
    window.addEventListener('keydown', readOnF5);
    return () => {
      window.removeEventListener('focus', read);
      window.removeEventListener('keydown', readOnF5);
    };
  }, [read]);
  return snapshots;
}
