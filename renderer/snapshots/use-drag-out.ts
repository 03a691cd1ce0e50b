import { useEffect, useRef, useState } from 'react';
import type { RestorePart } from '../../main/shared/helper-protocol.js';
import type { Failure } from '../../main/shared/result.js';
import { backup } from '../backup-bridge.js';
import { useCalledOff } from './use-work-progress.js';

/** `prepared`: the person has let go before it was ready, and may drag it now. */
export type Dragging =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly parts: readonly RestorePart[] }
  | { readonly kind: 'prepared'; readonly parts: readonly RestorePart[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Drags files of snapshots to other programs, once there are copies of them. */
export function useDragOut(profileId: string) {
  const [dragging, setDragging] = useState<Dragging>({ kind: 'idle' });
  const held = useRef(false);
  useCalledOff('drag');
  useEffect(() => {
    const letGo = (): void => {
      held.current = false;
    };
    window.addEventListener('mouseup', letGo);
    return () => window.removeEventListener('mouseup', letGo);
  }, []);
  const drag = async (parts: readonly RestorePart[]): Promise<void> => {
    if (parts.length === 0 || dragging.kind === 'preparing') return;
    setDragging({ kind: 'preparing', parts });
    const prepared = await backup.ask('drag:prepare', { profileId, parts });
    if (!prepared.ok) {
      const isOurs = prepared.failure.code === 'cancelled';
      setDragging(isOurs ? { kind: 'idle' } : { kind: 'failed', failure: prepared.failure });
    } else if (held.current) {
      setDragging({ kind: 'idle' });
      await backup.ask('drag:start', null);
    } else setDragging({ kind: 'prepared', parts });
  };
  return {
    dragging,
    drag: (parts: readonly RestorePart[]): void => {
      held.current = true;
      void drag(parts);
    },
    forget: (): void => setDragging({ kind: 'idle' }),
  };
}
