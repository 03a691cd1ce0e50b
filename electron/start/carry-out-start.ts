import { assertNever } from '../../main/shared/assert-never.js';
import type { StartRequest } from '../../main/domain/start-request.js';
import type { Application } from '../application.js';

/**
 * Does what the application was started for, also when it was running already.
 *
 * @param ready settles when it is known which backups there are
 */
export async function carryOutStart(
  request: StartRequest,
  application: Application,
  ready: Promise<void>,
): Promise<void> {
  switch (request) {
    case 'hide':
      return;
    case 'open':
      application.window.show();
      return;
    case 'browse':
      application.window.show({ page: 'snapshots', profileId: null });
      return;
    case 'back-up':
      await ready;
      backUpOnly(application);
      return;
    default:
      assertNever(request);
  }
}

/** Which of several is meant, or why it does not begin, is for the window to show. */
function backUpOnly(application: Application): void {
  const [first, ...others] = application.profiles.all;
  const begun =
    first !== undefined && others.length === 0 && application.backUp(first.profile.id).ok;
  if (!begun) application.window.show();
}
