import type { HelperEvent, PassphraseReply, PutAway } from '../../main/shared/helper-protocol.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import { answerIn, askHelper } from '../helper/helper-client.js';
import { startHelper } from '../helper/helper-process.js';
import type { HelperEnding } from '../helper/helper-process.js';
import { logProblem } from '../log.js';

/** A disk that the root helper opens to be looked at, and puts away when it is told to or when we end. */
export interface OpenedDisk {
  /** Settles when it is open, or cannot be opened. */
  readonly opened: Promise<Result<null>>;
  /** Settles when it is put away again, or somebody keeps it from being so; the helper then goes on trying. */
  readonly ended: Promise<Result<PutAway>>;
  readonly putAway: () => void;
}

/** @param passphrase null: there is a key file, as far as anybody knows */
export function openDisk(profileId: string, passphrase: string | null): OpenedDisk {
  const [opened, tellOpened] = promised<Result<null>>();
  const [ended, tellEnded] = promised<Result<PutAway>>();
  const told: HelperEvent[] = [];
  let refusal: Failure | null = null;
  const answerQuestion = (attempt: number): void => {
    if (passphrase === null) refusal = NEEDED;
    else if (attempt > 1) refusal = WRONG;
    else helper.say(JSON.stringify({ passphrase } satisfies PassphraseReply));
    if (refusal !== null) helper.cancel();
  };
  const helper = startHelper('unlock', profileId, (event) => {
    told.push(event);
    if (event.event === 'passphrase') answerQuestion(event.attempt);
    if (event.event === 'open') tellOpened(success(null));
    if (event.event === 'warning' && event.code === 'left-open') {
      tellEnded(failure({ code: event.code, title: event.message, advice: '', detail: '' }));
    }
  });
  void helper.done.then(async (ending) => {
    const result = refusal === null ? await resultOf(profileId, told, ending) : failure(refusal);
    tellOpened(result.ok ? success(null) : result);
    tellEnded(result);
  });
  return { opened, ended, putAway: helper.cancel };
}

function promised<T>(): readonly [Promise<T>, (value: T) => void] {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return [promise, (value) => settle(value)];
}

/** A helper that was killed could not put the disk away. */
async function resultOf(
  profileId: string,
  told: readonly HelperEvent[],
  ending: HelperEnding,
): Promise<Result<PutAway>> {
  const kinds = told.map(({ event }) => event);
  const isBroken = kinds.includes('open') && !kinds.includes('answer') && !kinds.includes('error');
  if (!isBroken) return answerIn('unlock', told, ending);
  logProblem(`the disk of “${profileId}” is put away, because its helper was ended`, ending);
  const locked = await askHelper('lock', profileId, null);
  return locked.ok ? success({ safeToUnplug: true }) : locked;
}

/** The window asks for a passphrase when it reads one of these codes. */
const NEEDED: Failure = {
  code: 'passphrase-needed',
  title: 'This disk needs its passphrase, because this computer has no key file for it.',
  advice: '',
  detail: '',
};

const WRONG: Failure = {
  code: 'wrong-passphrase',
  title: 'This was not the passphrase.',
  advice: 'Check Caps Lock and the keyboard layout, then try again.',
  detail: '',
};
