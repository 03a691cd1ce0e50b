import type { HelperEvent } from '../../main/shared/helper-protocol.js';
import { askHelper } from '../helper/helper-client.js';
import { startHelper, type HelperEnding } from '../helper/helper-process.js';
import { isOfRun } from '../helper/is-of-run.js';
import { logProblem } from '../log.js';
import type { StartRun } from '../runs/start-run.js';

/** Tries a profile out with the root helper, whether it is installed or not. */
export const dryRunAsRoot: StartRun = ({ profile }, onEvent) => {
  const told = new Set<HelperEvent['event']>();
  const helper = startHelper('test-profile', profile.id, (event) => {
    told.add(event.event);
    if (isOfRun(event)) onEvent(event);
  });
  helper.say(JSON.stringify(profile));
  const done = helper.done.then(async (ending): Promise<HelperEnding> => {
    const isKilled = ending.kind === 'gone' && told.has('start') && !told.has('finished');
    if (isKilled) await putAwayAfter(profile.id, ending.detail);
    return ending;
  });
  // A passphrase is asked for where one waits for a backup, not for a test.
  return { cancel: helper.cancel, answer: () => undefined, done };
};

/** The helper puts away what another one left open before it looks for the profile, which need not be installed. */
async function putAwayAfter(id: string, detail: string): Promise<void> {
  logProblem(`the test of “${id}” was ended from outside; its disk is locked now`, detail);
  const locked = await askHelper('lock', id, null);
  if (locked.ok || locked.failure.code === 'profile-missing') return;
  logProblem('that disk is still open', locked.failure.title);
}
