import { useState } from 'react';
import type { AskAnswer, AskChannel, AskRequest } from '../main/shared/ipc-contract.js';
import type { Failure } from '../main/shared/result.js';
import { backup } from './backup-bridge.js';

export interface Request<C extends AskChannel> {
  /** @param onAnswer told of this answer alone, and `onFailure` of its failure */
  readonly send: (
    request: AskRequest<C>,
    onAnswer?: (answer: AskAnswer<C>) => void,
    onFailure?: () => void,
  ) => void;
  readonly pending: boolean;
  /** Why the last request was not fulfilled, null if it was. */
  readonly failure: Failure | null;
}

/** A request that a button sends. */
export function useRequest<C extends AskChannel>(
  channel: C,
  onAnswer?: (answer: AskAnswer<C>) => void,
): Request<C> {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send: Request<C>['send'] = (request, onOwnAnswer, onOwnFailure) => {
    setPending(true);
    void backup.ask(channel, request).then((result) => {
      setPending(false);
      setFailure(result.ok ? null : result.failure);
      if (!result.ok) {
        onOwnFailure?.();
        return;
      }
      onAnswer?.(result.value);
      onOwnAnswer?.(result.value);
    });
  };
  return { send, pending, failure };
}
