import { assertNever } from './assert-never.js';
import type { Phase } from './run-event.js';

/** What a run is doing, in words; null: it has not begun. */
export function sayPhase(phase: Phase | null): string {
  switch (phase) {
    case null:
      return 'Starting';
    case 'check':
      return 'Looking at what there is';
    case 'unlock':
      return 'Unlocking the disk';
    case 'mount':
      return 'Opening the disk';
    case 'prepare':
      return 'Preparing';
    case 'detach':
      return 'Protecting older snapshots';
    case 'rsync':
      return 'Copying what has changed';
    case 'snapshot':
      return 'Taking a snapshot';
    case 'rotate':
      return 'Removing snapshots that are not kept';
    case 'unmount':
      return 'Closing the disk';
    case 'lock':
      return 'Locking the disk';
    default:
      return assertNever(phase);
  }
}
