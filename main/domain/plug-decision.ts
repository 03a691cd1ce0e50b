import type { RunState } from '../shared/run-state.js';
import type { Triggers } from '../shared/triggers.js';
import type { LastBackup } from './safety.js';

const MINUTE = 60_000;

/** What is known when the disk of a profile is plugged in. Times are milliseconds since the epoch. */
export interface PlugHistory {
  readonly lastBackup: LastBackup | null;
  readonly run: RunState;
}

export type PlugDecision =
  { readonly kind: 'start' } | { readonly kind: 'skip'; readonly reason: SkipReason };

export type SkipReason =
  | { readonly kind: 'switched-off' }
  /** This profile is being backed up already. */
  | { readonly kind: 'running' }
  /** Another profile is; this one's turn comes after it. */
  | { readonly kind: 'another-running' }
  | { readonly kind: 'too-soon'; readonly last: number; readonly next: number };

/**
 * Whether plugging a disk in starts a run of the profile. A disk that was there when the application started counts as
 * plugged in: the person could not know that nobody was looking.
 *
 * Failed runs do not count for the interval: plugging in again is how a person tries again.
 */
export function onDisk(
  profile: { readonly id: string },
  { onPlug, minimumIntervalMinutes }: Triggers,
  { lastBackup, run }: PlugHistory,
  now: number,
): PlugDecision {
  if (!onPlug) return skip({ kind: 'switched-off' });
  if (run.kind === 'running') {
    return skip({ kind: run.run.profileId === profile.id ? 'running' : 'another-running' });
  }
  // A backup from the future was made before the clock was set back: nobody knows how old it is.
  if (lastBackup === null || lastBackup.at > now) return { kind: 'start' };
  const next = lastBackup.at + minimumIntervalMinutes * MINUTE;
  return now < next ? skip({ kind: 'too-soon', last: lastBackup.at, next }) : { kind: 'start' };
}

function skip(reason: SkipReason): PlugDecision {
  return { kind: 'skip', reason };
}
