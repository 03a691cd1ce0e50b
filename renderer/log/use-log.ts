import { useEffect, useState } from 'react';
import type { Result } from '../../main/shared/result.js';
import type { LogEntry } from '../../main/shared/run-log.js';
import { backup } from '../backup-bridge.js';

/** The log, newest first, as it is now; null until it is read. */
export function useLog(): Result<readonly LogEntry[]> | null {
  const [log, setLog] = useState<Result<readonly LogEntry[]> | null>(null);
  useEffect(() => {
    let wanted = true;
    const read = (): void => {
      void backup.ask('log:read', null).then((answer) => {
        if (wanted) setLog(answer);
      });
    };
    read();
    const stop = backup.listen('log:changed', read);
    return () => {
      wanted = false;
      stop();
    };
  }, []);
  return log;
}
