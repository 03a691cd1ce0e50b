import { startHelper } from '../helper/helper-process.js';
import { isOfRun } from '../helper/is-of-run.js';
import type { StartRun } from '../runs/start-run.js';

/** Tries a profile out with the root helper, whether it is installed or not. */
export const dryRunAsRoot: StartRun = ({ profile }, onEvent) => {
  const helper = startHelper('test-profile', profile.id, (event) => {
    if (isOfRun(event)) onEvent(event);
  });
  helper.say(JSON.stringify(profile));
  // A passphrase is asked for where one waits for a backup, not for a test.
  return { cancel: helper.cancel, answer: () => undefined, done: helper.done };
};
