import { useEffect, useState } from 'react';
import type { AskAnswer, AskChannel, AskRequest } from '../../main/shared/ipc-contract.js';
import type { Result } from '../../main/shared/result.js';
import { backup } from '../backup-bridge.js';

export interface Answered<C extends AskChannel> {
  /** null until it is there. */
  readonly result: Result<AskAnswer<C>> | null;
  /** True: it is the answer to another request than the present one. */
  readonly stale: boolean;
}

/**
 * The answer to a request, asked anew when the request or `occasion` changes. What was answered before stays in sight until
 * then, so that nothing flickers.
 *
 * @param request null: nothing is asked
 */
export function useAnswer<C extends AskChannel>(
  channel: C,
  request: AskRequest<C> | null,
  occasion: string | number = '',
): Answered<C> {
  const key = request === null ? null : `${JSON.stringify(request)} ${String(occasion)}`;
  const [answer, setAnswer] = useState<{ key: string; result: Result<AskAnswer<C>> } | null>(null);
  useEffect(() => {
    if (request === null || key === null) return;
    let wanted = true;
    void backup.ask(channel, request).then((result) => {
      if (wanted) setAnswer({ key, result });
    });
    return () => {
      wanted = false;
    };
    // The key says all that is in the request.
  }, [channel, key]);
  if (key === null) return { result: null, stale: false };
  return { result: answer?.result ?? null, stale: answer?.key !== key };
}
