import { assertNever } from './assert-never.js';
import type { HoldReason } from './run-log.js';

/** Why a run that is due does not start. */
export function sayHeld(reason: HoldReason, disk: string | null): string {
  switch (reason) {
    case 'disk-missing':
      return disk === null ? 'The disk is not connected.' : `“${disk}” is not connected.`;
    case 'paused':
      return 'Backups are paused.';
    case 'on-battery':
      return 'The computer runs on its battery.';
    case 'too-soon':
      return 'The last backup is recent.';
    case 'another-running':
      return 'Another backup is running.';
    default:
      return assertNever(reason);
  }
}

/** What a run that is due waits for; empty where it does not come by waiting. */
export function sayWaiting(reason: HoldReason, disk: string | null): string {
  switch (reason) {
    case 'disk-missing':
      return `A backup is waiting until “${disk ?? 'its disk'}” is plugged in.`;
    case 'paused':
      return 'A backup is waiting until the pause is over.';
    case 'on-battery':
      return 'A backup is waiting until the computer has power from the mains.';
    case 'another-running':
      return 'It is backed up after the run that is going on.';
    case 'too-soon':
      return '';
    default:
      return assertNever(reason);
  }
}
