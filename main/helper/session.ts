import type { AskPassphrase } from '../system/local-ports.js';
import type { Caller } from './caller.js';
import type { EmitHelperEvent } from './helper-events.js';

/** What every verb is given. */
export interface Session {
  /** Of the installed profile that the call is about. */
  readonly id: string;
  readonly emit: EmitHelperEvent;
  /** Aborted when the caller said `cancel`, has gone, or stopped listening. */
  readonly signal: AbortSignal;
  readonly ask: Caller['ask'];
  readonly askPassphrase: AskPassphrase;
}
