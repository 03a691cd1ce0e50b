import { remotePlace } from '../../main/domain/remote-place.js';
import type { RunEnding } from '../../main/domain/run-ending.js';
import { sshRemedy } from '../../main/domain/ssh-remedy.js';
import { testSteps } from '../../main/domain/test-steps.js';
import type { PassphraseEvent } from '../../main/shared/helper-protocol.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import type { ProfileDraft, Rehearsal, TestReport } from '../../main/shared/profile-requests.js';
import type { RunHandle, StartRun } from '../runs/start-run.js';

interface Going {
  readonly handle: RunHandle;
  stopped: boolean;
}

/** Tries profiles out, one at a time: says what a run would do, and does nothing. */
export class DryRun {
  readonly #startRun: StartRun;
  #going: Going | null = null;

  constructor(startRun: StartRun) {
    this.#startRun = startRun;
  }

  async test(draft: ProfileDraft): Promise<Result<TestReport>> {
    if (this.#going !== null) return failure(ALREADY_TESTING);
    const told: (RunEvent | PassphraseEvent)[] = [];
    const handle = this.#startRun(draft, (event) => {
      // Of a first backup there are as many as there are files.
      if (event.event !== 'change') told.push(event);
      if (event.event === 'passphrase') handle.cancel();
    });
    const going: Going = { handle, stopped: false };
    this.#going = going;
    const ending = await handle.done;
    this.#going = null;
    const result = resultOf(told, ending);
    if (going.stopped && !result.ok) return failure(STOPPED);
    const hasAsked = told.some((event) => event.event === 'phase' && event.phase === 'prepare');
    return success({ result, ...onTheWay(draft, hasAsked, result) });
  }

  stop(): void {
    if (this.#going === null) return;
    this.#going.stopped = true;
    this.#going.handle.cancel();
  }
}

/** To another machine. */
function onTheWay(
  { profile, needsRoot }: ProfileDraft,
  hasAsked: boolean,
  result: Result<Rehearsal>,
): Pick<TestReport, 'steps' | 'remedy'> {
  const place = remotePlace(profile);
  if (place === null) return { steps: [], remedy: [] };
  const code = result.ok ? null : result.failure.code;
  return {
    steps: testSteps(place, { hasAsked, code }),
    remedy: code === null ? [] : sshRemedy(code, place.door, needsRoot),
  };
}

function resultOf(
  told: readonly (RunEvent | PassphraseEvent)[],
  ending: RunEnding,
): Result<Rehearsal> {
  if (ending.kind === 'refused') return failure(ending.failure);
  if (ending.kind === 'dismissed') return failure(DISMISSED);
  const asked = told.find((event) => event.event === 'passphrase');
  if (asked !== undefined) return failure(needsPassphrase(asked));
  const error = told.find((event) => event.event === 'error');
  if (error !== undefined) {
    const { code, message: title, advice, detail } = error;
    return failure({ code, title, advice, detail });
  }
  const finished = told.find((event) => event.event === 'finished');
  if (finished === undefined || finished.changes === null) {
    return failure({ ...UNEXPLAINED, detail: ending.detail });
  }
  const warnings = told.filter((event) => event.event === 'warning');
  return success({
    changes: finished.changes,
    warnings: warnings.map(({ message }) => message),
  });
}

function needsPassphrase({ disk }: PassphraseEvent): Failure {
  return {
    code: 'test-needs-passphrase',
    title: `“${disk}” has no key file, and a test asks for no passphrase.`,
    advice: 'Copy the command below, add --dry-run to it, and a terminal asks for it.',
    detail: '',
  };
}

const DISMISSED: Failure = {
  code: 'dismissed',
  title: 'Nothing was tested: you closed the question for the password.',
  advice: '',
  detail: '',
};

const STOPPED: Failure = {
  code: 'cancelled',
  title: 'The test was stopped.',
  advice: '',
  detail: '',
};

const ALREADY_TESTING: Failure = {
  code: 'already-testing',
  title: 'Another test is going on.',
  advice: 'Wait until it has finished, or stop it.',
  detail: '',
};

const UNEXPLAINED: Failure = {
  code: 'test-unexplained',
  title: 'The test stopped without saying why.',
  advice: 'Start it again. Nothing was changed.',
  detail: '',
};
