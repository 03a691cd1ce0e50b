import type { DiskView, HostAnswer } from '../shared/app-view.js';
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
  /** null: the destination is on this machine. */
  readonly remote: RemoteConditions | null;
  readonly lastBackup: LastBackup | null;
}

/** What rules look at where a destination is on another machine. */
export interface RemoteConditions {
  /** That this computer is on; null: nobody tells, and networks are no matter. */
  readonly networks: readonly string[] | null;
  /** What was found out last about the host; null: nothing. */
  readonly answer: HostAnswer | null;
  /** False: only root's ssh knows the way, and the run itself finds out. */
  readonly canBeAsked: boolean;
}

/** A host that does not answer is asked again after so long; milliseconds. */
const SILENCE = 10 * MINUTE;

/** A host that answered will do so for so long; milliseconds. */
const ANSWERED = MINUTE;

/** Why a run that is due must not start by itself now; null: it may. What a person starts by hand is not held back. */
export function holdReason(
  occasion: Occasion,
  triggers: Rules,
  { running, pausedUntil, onBattery, disk, remote, lastBackup }: Conditions,
  now: number,
): HoldReason | null {
  if (occasion.kind === 'plug' && isTooSoon(lastBackup, triggers, now)) return 'too-soon';
  if (disk?.state === 'not-connected') return 'disk-missing';
  if (isPaused(pausedUntil, now)) return 'paused';
  if (onBattery && !triggers.onBattery) return 'on-battery';
  if (running) return 'another-running';
  if (remote !== null && isElsewhere(triggers, remote)) return 'other-network';
  return isSilent(triggers, remote, now) ? 'host-silent' : null;
}

type Rules = Omit<Triggers, 'onPlug' | 'schedule' | 'scheduledSince' | 'reminderDays'>;

/** True: a run that nothing else holds back has to wait until its host was asked. */
export function mustAskHost(rules: Rules, { remote }: Conditions, now: number): boolean {
  if (remote === null || !rules.whenHostAnswers || !remote.canBeAsked) return false;
  return askAgainAt(remote.answer, now) <= now;
}

/** When what was found out about a host does not hold any more; milliseconds since the epoch. */
export function askAgainAt(answer: HostAnswer | null, now: number): number {
  // From the future: the clock was set back.
  if (answer === null || answer.at > now) return now;
  return answer.at + (answer.answers ? ANSWERED : SILENCE);
}

function isElsewhere({ networks }: Rules, { networks: present }: RemoteConditions): boolean {
  if (networks.length === 0 || present === null) return false;
  return !networks.some((name) => present.includes(name));
}

function isSilent(rules: Rules, remote: RemoteConditions | null, now: number): boolean {
  if (!rules.whenHostAnswers || remote?.answer?.answers !== false) return false;
  return remote.canBeAsked && askAgainAt(remote.answer, now) > now;
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
