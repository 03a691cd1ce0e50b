import type {
  AnswerEvent,
  HelperContract,
  HelperEvent,
  HelperVerb,
  RunningVerb,
  UndoOrder,
} from '../../main/shared/helper-protocol.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import type { ErrorEvent } from '../../main/shared/run-event.js';
import { logProblem } from '../log.js';
import { startHelper } from './helper-process.js';
import type { HelperEnding } from './helper-process.js';

type AnsweringVerb = Exclude<HelperVerb, RunningVerb>;

/**
 * Asks the root helper for one thing, and settles when it has gone. A disk that only a passphrase opens is left locked.
 *
 * @param signal makes it stop and clean up
 */
export async function askHelper<V extends AnsweringVerb>(
  verb: V,
  id: string,
  request: HelperContract[V]['request'],
  signal?: AbortSignal,
): Promise<Result<HelperContract[V]['answer']>> {
  const { answer, cancel } = orderHelper(verb, id, request, () => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  const answered = await answer;
  signal?.removeEventListener('abort', cancel);
  return answered;
}

export interface HelperOrder<V extends AnsweringVerb> {
  /** Settles when the helper has gone. */
  readonly answer: Promise<Result<HelperContract[V]['answer']>>;
  /** What it waits for. */
  readonly say: (message: UndoOrder) => void;
  readonly cancel: () => void;
}

/** As askHelper, for what says more than its answer. */
export function orderHelper<V extends AnsweringVerb>(
  verb: V,
  id: string,
  request: HelperContract[V]['request'],
  onEvent: (event: HelperEvent) => void,
): HelperOrder<V> {
  const told: HelperEvent[] = [];
  let cancelled = false;
  const helper = startHelper(verb, id, (event) => {
    told.push(event);
    if (event.event === 'passphrase') helper.cancel();
    onEvent(event);
  });
  if (request !== null) helper.say(JSON.stringify(request));
  const answer = helper.done.then((ending) => {
    if (told.some(({ event }) => event === 'passphrase')) return failure(LOCKED);
    const gaveUpAsking = cancelled && told.length === 0;
    return gaveUpAsking ? failure(DISMISSED) : answerIn(verb, told, ending);
  });
  return {
    answer,
    say: (message) => helper.say(JSON.stringify(message)),
    cancel: () => {
      cancelled = true;
      helper.cancel();
    },
  };
}

/** What the helper answered, or why it did not. */
export function answerIn<V extends AnsweringVerb>(
  verb: V,
  told: readonly HelperEvent[],
  ending: HelperEnding,
): Result<HelperContract[V]['answer']> {
  const answer = told.find(({ event }) => event === 'answer') as AnswerEvent<V> | undefined;
  if (answer !== undefined) return success(answer.answer);
  const error = told.find((event) => event.event === 'error');
  return failure(error === undefined ? failureOf(verb, ending) : failureIn(error));
}

function failureIn({ code, message, advice, detail }: ErrorEvent): Failure {
  return { code, title: message, advice, detail };
}

function failureOf(verb: HelperVerb, ending: HelperEnding): Failure {
  switch (ending.kind) {
    case 'refused':
      return ending.failure;
    case 'dismissed':
      return DISMISSED;
    case 'gone':
      logProblem(`the helper ended without an answer to “${verb}”`, ending.detail);
      return { ...UNANSWERED, detail: ending.detail };
  }
}

const LOCKED: Failure = {
  code: 'disk-locked',
  title: 'The disk of this backup is locked.',
  advice: 'Open it first, under Snapshots.',
  detail: '',
};

const DISMISSED: Failure = {
  code: 'dismissed',
  title: 'Nothing was changed: you closed the question for the password.',
  advice: '',
  detail: '',
};

const UNANSWERED: Failure = {
  code: 'helper-unanswered',
  title: 'The part of this program that works as the administrator stopped without an answer.',
  advice: 'Try again. If that does not help, install the package of this program again.',
  detail: '',
};
