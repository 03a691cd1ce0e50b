import { useEffect, useState } from 'react';
import type { LongWork, WorkProgress } from '../../main/shared/work-progress.js';
import { backup } from '../backup-bridge.js';

/** How far comparing or removing is; null: nothing was told yet. */
export function useWorkProgress(): WorkProgress | null {
  const [progress, setProgress] = useState<WorkProgress | null>(null);
  useEffect(() => backup.listen('snapshots:progress', setProgress), []);
  return progress;
}

/** What was begun for `key` is called off when that changes, and when nobody looks at it any more. */
export function useCalledOff(kind: LongWork, key = ''): void {
  useEffect(() => () => void backup.ask('snapshots:cancel', kind), [kind, key]);
}
