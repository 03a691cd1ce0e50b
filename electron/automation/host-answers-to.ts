import type { RemotePlace } from '../../main/domain/remote-place.js';
import { hostAnswers } from '../../main/system/remote/host-answers.js';
import { environmentForSsh, shellIn } from '../../main/system/remote/remote-options.js';
import { logProblem } from '../log.js';

/** Asks hosts with the ssh, the keys and the configuration of the person. */
export function hostAnswersTo(
  session: Readonly<Record<string, string | undefined>>,
): (door: RemotePlace['door']) => Promise<boolean> {
  const options = { shell: shellIn(session), environment: environmentForSsh(session) };
  return async (door) => {
    try {
      return await hostAnswers(door, options);
    } catch (error) {
      // A run says what there is to mend.
      logProblem(`“${door.hostname}” could not be asked whether it answers`, error);
      return true;
    }
  };
}
