import { useEffect } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import { backup } from '../backup-bridge.js';

/** Milliseconds that the page is looked at before it begins, so that what is in sight comes first. */
const PATIENCE = 3000;

/**
 * Has the names of all snapshots read while nobody waits for them, but not from a daemon, which would send all that it has. The
 * first search says what goes wrong.
 */
export function usePreparedSearch(
  { id: profileId, host }: ProfileView,
  newest: string | null,
): void {
  const isWanted = host?.kind !== 'daemon';
  useEffect(() => {
    if (!isWanted) return;
    const prepare = (): void => {
      void backup.ask('snapshots:search', { profileId, text: '', asAdministrator: false });
    };
    const timer = setTimeout(prepare, PATIENCE);
    return () => clearTimeout(timer);
  }, [profileId, isWanted, newest]);
}
