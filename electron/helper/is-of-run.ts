import type { HelperEvent, PassphraseEvent } from '../../main/shared/helper-protocol.js';
import type { RunEvent } from '../../main/shared/run-event.js';

type EventOfRun = RunEvent | PassphraseEvent;

const OTHERS: Readonly<Record<Exclude<HelperEvent['event'], EventOfRun['event']>, true>> = {
  open: true,
  restoring: true,
  restored: true,
  answer: true,
};

/** What the helper says of a run, and not of anything else that it does. */
export function isOfRun(event: HelperEvent): event is EventOfRun {
  return !Object.hasOwn(OTHERS, event.event);
}
