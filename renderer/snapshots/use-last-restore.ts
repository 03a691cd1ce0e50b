import { useEffect, useState } from 'react';
import type { LastRestore } from '../../main/shared/snapshot-requests.js';
import { backup } from '../backup-bridge.js';

export interface KnownRestore {
  /** null: there is none that could be taken back or shown. */
  readonly last: LastRestore | null;
  /** Grows with every change of it: files have come or gone. */
  readonly changes: number;
}

/** The last restore, whatever page the window has shown since. */
export function useLastRestore(): KnownRestore {
  const [known, setKnown] = useState<KnownRestore>({ last: null, changes: 0 });
  useEffect(() => {
    let isTold = false;
    const stop = backup.listen('restore:last', (last) => {
      isTold = true;
      setKnown(({ changes }) => ({ last, changes: changes + 1 }));
    });
    void backup.ask('restore:last', null).then((result) => {
      if (!isTold && result.ok) setKnown({ last: result.value, changes: 0 });
    });
    return stop;
  }, []);
  return known;
}
