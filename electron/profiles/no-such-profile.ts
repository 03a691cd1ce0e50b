import type { Failure } from '../../main/shared/result.js';

/** For a window that asks for a profile that was removed meanwhile. */
export const NO_SUCH_PROFILE: Failure = {
  code: 'no-such-profile',
  title: 'This backup is not in the settings any more.',
  advice: 'Close the window and open it again.',
  detail: '',
};
