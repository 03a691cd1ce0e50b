import type { RunEvent } from '../../main/shared/run-event.js';
import type { Profile } from '../../main/shared/profile.js';

export interface RunHandle {
  /** Asks the run to stop and to clean up; it is over when `done` settles. */
  readonly cancel: () => void;
  /** Settles when the process has really gone, with what it wrote to standard error; never rejects. */
  readonly done: Promise<string>;
}

export type StartRun = (profile: Profile, onEvent: (event: RunEvent) => void) => RunHandle;
