import { setTimeout } from 'node:timers/promises';

/** Looks within a limit. */
const LOOKS = 4;

/** How much a look counts. Where it has no answer the line may be dead, which ssh finds out by itself, and sooner. */
const [NOTHING_NEW, UNANSWERED] = [2, 1];

/** Milliseconds that a look has at least: a line may be slow. */
const ANSWER_TIME = 5000;

export type Look = (signal: AbortSignal) => Promise<string | null | undefined>;

/** The work that was waited for is not done. */
export const HANGS = Symbol('hangs');

/**
 * Waits for work as long as something goes on; where it is soon done, nothing is asked.
 *
 * @param look what has been done so far; null: no answer; undefined: nobody can tell, and it is waited for
 * @param limit milliseconds in which nothing goes on
 */
export async function whileItMoves<T>(
  work: Promise<T>,
  look: Look,
  limit: number,
): Promise<T | typeof HANGS> {
  const done = new AbortController();
  try {
    return await Promise.race([work, silence(look, limit / LOOKS, done.signal)]);
  } finally {
    done.abort();
  }
}

async function silence(look: Look, pause: number, done: AbortSignal): Promise<typeof HANGS> {
  let last: string | null = null;
  let silent = 0;
  while (silent < LOOKS * NOTHING_NEW) {
    await setTimeout(pause, undefined, { signal: done });
    const seen = await look(
      AbortSignal.any([done, AbortSignal.timeout(Math.max(pause, ANSWER_TIME))]),
    );
    if (seen === null) silent += UNANSWERED;
    else if (seen === undefined) silent = 0;
    else if (seen === last) silent += NOTHING_NEW;
    else [last, silent] = [seen, 0];
  }
  return HANGS;
}
