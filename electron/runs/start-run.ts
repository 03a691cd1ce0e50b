import type { RunEnding } from '../../main/domain/run-ending.js';
import type { PassphraseEvent } from '../../main/shared/helper-protocol.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import type { KnownProfile } from '../profiles/known-profiles.js';

export interface RunHandle {
  /** Asks the run to stop and to clean up; it is over when `done` settles. */
  readonly cancel: () => void;
  /** Answers the run's question; kept by nobody. */
  readonly answer: (passphrase: string) => void;
  /** Settles when the process has really gone; never rejects. */
  readonly done: Promise<RunEnding>;
}

export type StartRun = (
  profile: KnownProfile,
  onEvent: (event: RunEvent | PassphraseEvent) => void,
) => RunHandle;
