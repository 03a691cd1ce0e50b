import type { Occasion } from '../../main/domain/due.js';
import { assertNever } from '../../main/shared/assert-never.js';
import type { HoldReason } from '../../main/shared/run-log.js';

/** For the journal: `because its disk is there`. */
export function sayOccasion({ kind, at }: Occasion): string {
  const time = new Date(at).toISOString();
  switch (kind) {
    case 'plug':
      return 'because its disk is there';
    case 'schedule':
      return `as scheduled for ${time}`;
    case 'catch-up':
      return `because its run of ${time} was missed`;
    case 'retry':
      return 'again after a failure';
    default:
      return assertNever(kind);
  }
}

/** For the journal: `its disk is not connected`. */
export function sayHold(reason: HoldReason): string {
  switch (reason) {
    case 'disk-missing':
      return 'its disk is not connected';
    case 'host-silent':
      return 'its host does not answer';
    case 'other-network':
      return 'the computer is on another network';
    case 'paused':
      return 'backups are paused';
    case 'on-battery':
      return 'the computer runs on its battery';
    case 'too-soon':
      return 'the last backup is recent';
    case 'another-running':
      return 'another backup is running; it comes after that';
    default:
      return assertNever(reason);
  }
}
