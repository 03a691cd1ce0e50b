import { useEffect } from 'react';
import { backup } from '../backup-bridge.js';

/** Milliseconds that the page is looked at before it begins, so that what is in sight comes first. */
const PATIENCE = 3000;

/** Has the names of all snapshots read while nobody waits for them. The first search says what goes wrong. */
export function usePreparedSearch(profileId: string, newest: string | null): void {
  useEffect(() => {
    const prepare = (): void => {
      void backup.ask('snapshots:search', { profileId, text: '', asAdministrator: false });
    };
    const timer = setTimeout(prepare, PATIENCE);
    return () => clearTimeout(timer);
  }, [profileId, newest]);
}
