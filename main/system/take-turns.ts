import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../shared/backup-error.js';

/** Steps between two looks at whether anybody still wants to know, and at what else there is to do. */
const STEPS = 2000;

/**
 * For long work without waiting: to be called, and awaited where it returns a promise, at every step.
 *
 * @param onTurn told from time to time how many steps were taken
 * @throws CancelledError when `signal` has aborted
 */
export function takeTurns(
  signal: AbortSignal,
  onTurn?: (steps: number) => void,
): () => Promise<void> | null {
  let steps = 0;
  return () => {
    steps += 1;
    if (steps % STEPS !== 0) return null;
    onTurn?.(steps);
    return turn(signal);
  };
}

async function turn(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new CancelledError();
}
