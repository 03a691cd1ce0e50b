import type { RunEnding } from '../../main/domain/run-ending.js';
import type { HelperEvent, PassphraseReply } from '../../main/shared/helper-protocol.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { askHelper } from '../helper/helper-client.js';
import { startHelper } from '../helper/helper-process.js';
import { isOfRun } from '../helper/is-of-run.js';
import { logProblem } from '../log.js';
import type { StartRun } from './start-run.js';

/** Runs installed profiles with the root helper. */
export const runInstalledProfile: StartRun = ({ profile: { id } }, onEvent) => {
  const told = new Set<HelperEvent['event']>();
  const helper = startHelper('run', id, (event) => {
    told.add(event.event);
    if (isOfRun(event)) onEvent(event);
  });
  return {
    cancel: helper.cancel,
    answer: (passphrase) => {
      const reply: PassphraseReply = { passphrase };
      helper.say(JSON.stringify(reply));
    },
    done: helper.done.then((ending): RunEnding | Promise<RunEnding> =>
      ending.kind === 'gone' && told.has('start') && !told.has('finished')
        ? lockAfter(id, ending.detail, onEvent)
        : ending,
    ),
  };
};

/** A helper that was killed could not put the disk away. */
async function lockAfter(
  id: string,
  detail: string,
  onEvent: (event: RunEvent) => void,
): Promise<RunEnding> {
  logProblem(`the backup “${id}” was ended from outside; its disk is locked now`, detail);
  onEvent({ event: 'phase', phase: 'lock' });
  const locked = await askHelper('lock', id, null);
  return { kind: 'broken-off', leftOpen: locked.ok ? null : locked.failure, detail };
}
