import type { BackupError } from '../../shared/backup-error.js';
import type { CommandResult } from '../run-command.js';
import { cancelled, hostHangs, KILL_DELAY, type FarGroups } from './far-groups.js';
import { HANGS, whileItMoves, type Look } from './while-it-moves.js';

/** Seconds without any movement for what is cleared up after a request to stop. */
const CLEARING_TIME = 20;

/** Waits for what the resident shell answers, which has no session of its own that could be ended. */
export interface ResidentAnswers {
  knowGroup(group: string): void;
  /**
   * @returns null: the connection has ended
   * @throws BackupError `host-hangs`, also for all that comes after
   * @throws CancelledError where it was ended because of a request to stop
   */
  waitFor(ask: () => Promise<CommandResult | null>): Promise<CommandResult | null>;
}

/** What is waited for with. */
interface Means {
  readonly host: string;
  /** Seconds. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly groups: FarGroups;
}

/** It was asked to stop, and has had its time. */
const STOPS = Symbol('stops');

export function residentAnswers({ host, timeout, signal, groups }: Means): ResidentAnswers {
  let known: string | null = null;
  let given: Promise<BackupError> | null = null;
  const look: Look = async (stop) => (known === null ? undefined : groups.look(known, stop));
  const giveUp = async (why: typeof HANGS | typeof STOPS, limit: number): Promise<BackupError> => {
    const patience = AbortSignal.timeout(KILL_DELAY);
    const left = known === null ? null : await groups.end(known, patience);
    return why === STOPS ? cancelled(host, left) : hostHangs(host, limit, left);
  };
  return {
    knowGroup: (group) => {
      known = group;
    },
    waitFor: async (ask) => {
      if (given !== null) throw await given;
      const clears = signal?.aborted === true;
      const limit = clears ? Math.min(CLEARING_TIME, timeout) : timeout;
      const stop = afterRequest(clears ? undefined : signal);
      try {
        const answer = await Promise.race([whileItMoves(ask(), look, limit * 1000), stop.request]);
        if (answer !== HANGS && answer !== STOPS) return answer;
        given ??= giveUp(answer, limit);
        throw await given;
      } finally {
        stop.forget();
      }
    },
  };
}

/** What was asked for before a request to stop is given some time, for most of it is soon done. */
function afterRequest(signal: AbortSignal | undefined): {
  readonly request: Promise<typeof STOPS>;
  readonly forget: () => void;
} {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const request = new Promise<typeof STOPS>((resolve) => {
    onAbort = () => {
      timer = setTimeout(() => resolve(STOPS), KILL_DELAY);
    };
  });
  signal?.addEventListener('abort', onAbort);
  return {
    request,
    forget: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
