import { useEffect, useState } from 'react';
import type { AppView } from '../main/shared/app-view.js';
import type { Result } from '../main/shared/result.js';
import { success } from '../main/shared/result.js';
import { backup } from './backup-bridge.js';

/** The application as it is now: one snapshot, then every change. null until the snapshot is there. */
export function useAppView(): Result<AppView> | null {
  const [view, setView] = useState<Result<AppView> | null>(null);
  useEffect(() => {
    let overtaken = false;
    const stop = backup.listen('view:changed', (changed) => {
      overtaken = true;
      setView(success(changed));
    });
    void backup.ask('view:read', null).then((read) => {
      if (!overtaken) setView(read);
    });
    return stop;
  }, []);
  return view;
}
