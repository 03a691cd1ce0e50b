import { assertNever } from './assert-never.js';
import type { HoldReason } from './run-log.js';

/**
 * Why a run that is due does not start.
 *
 * @param place the disk, or the host, that the destination is on
 */
export function sayHeld(reason: HoldReason, place: string | null): string {
  switch (reason) {
    case 'disk-missing':
      return place === null ? 'The disk is not connected.' : `“${place}” is not connected.`;
    case 'host-silent':
      return `${place === null ? 'The host' : `“${place}”`} does not answer.`;
    case 'other-network':
      return 'The computer is on another network.';
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
export function sayWaiting(reason: HoldReason, place: string | null): string {
  switch (reason) {
    case 'disk-missing':
      return `A backup is waiting until “${place ?? 'its disk'}” is plugged in.`;
    case 'host-silent':
      return `A backup is waiting until “${place ?? 'its host'}” answers.`;
    case 'other-network':
      return 'A backup is waiting until the computer is on one of its networks.';
    case 'paused':
      return 'A backup is waiting until the pause is over.';
    case 'on-battery':
      return 'A backup is waiting until the computer has power from the mains.';
    case 'another-running':
      return 'A backup is waiting until the one that runs has finished.';
    case 'too-soon':
      return '';
    default:
      return assertNever(reason);
  }
}
