import type { DiskView } from '../shared/app-view.js';
import type { HoldReason } from '../shared/run-log.js';
import type { Triggers } from '../shared/triggers.js';
import type { Occasion } from './due.js';
import { isPaused } from '../shared/pause.js';
import type { LastBackup } from './safety.js';

const MINUTE = 60_000;

/** What rules look at. Times are milliseconds since the epoch. */
export interface Conditions {
  /** A run of whatever profile is going on. */
  readonly running: boolean;
  readonly pausedUntil: number | null;
  readonly onBattery: boolean;
  /** null: the destination is there without our doing. */
  readonly disk: DiskView | null;
  readonly lastBackup: LastBackup | null;
}

/** Why a run that is due must not start by itself now; null: it may. What a person starts by hand is not held back. */
export function holdReason(
  occasion: Occasion,
  triggers: Pick<Triggers, 'minimumIntervalMinutes' | 'onBattery'>,
  { running, pausedUntil, onBattery, disk, lastBackup }: Conditions,
  now: number,
): HoldReason | null {
  if (occasion.kind === 'plug' && isTooSoon(lastBackup, triggers, now)) return 'too-soon';
  if (disk?.state === 'not-connected') return 'disk-missing';
  if (isPaused(pausedUntil, now)) return 'paused';
  if (onBattery && !triggers.onBattery) return 'on-battery';
  return running ? 'another-running' : null;
}

/** Failed runs do not count: plugging in again is how a person tries again. */
function isTooSoon(
  last: LastBackup | null,
  { minimumIntervalMinutes }: Pick<Triggers, 'minimumIntervalMinutes'>,
  now: number,
): boolean {
  // A backup from the future was made before the clock was set back: nobody knows how old it is.
  if (last === null || last.at > now) return false;
  return now < last.at + minimumIntervalMinutes * MINUTE;
}
