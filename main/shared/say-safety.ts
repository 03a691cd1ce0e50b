import { isAheadOfClock } from './ahead-of-clock.js';
import type { ProfileView } from './app-view.js';
import { assertNever } from './assert-never.js';
import { sayWaiting } from './say-held.js';
import { calendarDaysBetween, sayComing, sayTime } from './say-time.js';
import { sayCount } from './say-count.js';

export interface SafetyWords {
  /** Whether you are safe. */
  readonly sentence: string;
  /** Why, or what to do. */
  readonly reason: string;
}

const DEMONSTRATION = 'This is a demonstration: your own files are not backed up by it.';

/** The sentence that a person opens the window for. */
export function saySafety(
  profile: ProfileView,
  alone: boolean,
  now: Date,
  locale: string,
): SafetyWords {
  const { sentence, reason } = sayState(profile, alone, now, locale);
  return { sentence, reason: joined(reason, sayNext(profile, now, locale)) };
}

/** What has to happen for the next backup; empty: somebody has to start it. */
function sayNext(
  { startsOnPlug, disk, host, nextAt, heldBack }: ProfileView,
  now: Date,
  locale: string,
): string {
  const waiting = heldBack === null ? '' : sayWaiting(heldBack, disk?.name ?? host?.name ?? null);
  if (waiting !== '') return waiting;
  const occasions = [
    startsOnPlug && disk?.state === 'not-connected' ? `when “${disk.name}” is plugged in` : '',
    nextAt === null ? '' : sayComing(new Date(nextAt), now, locale),
  ].filter((occasion) => occasion !== '');
  return occasions.length === 0 ? '' : `The next backup starts ${occasions.join(', or ')}.`;
}

function sayState(
  { name, demonstration, safety, disk, host }: ProfileView,
  alone: boolean,
  now: Date,
  locale: string,
): SafetyWords {
  const at = (since: number): string => sayTime(new Date(since), now, locale);
  const what = demonstration ? 'The sample folder is' : alone ? 'You are' : `“${name}” is`;
  const whose = demonstration || alone ? '' : ` of “${name}”`;
  const place = disk ?? host;
  const there = place === null ? 'is backed up' : `is on “${place.name}”`;
  const more = demonstration ? DEMONSTRATION : '';
  switch (safety.kind) {
    case 'never':
      return {
        sentence: `${what} not backed up yet.`,
        reason: more || 'The first backup copies everything, later ones what has changed.',
      };
    case 'safe':
      return {
        sentence: `${what} safe.`,
        reason: joined(`Everything up to ${at(safety.since)} ${there}.`, more),
      };
    case 'incomplete':
      return {
        sentence: `${what} safe but for some files.`,
        reason: joined(`Everything that could be read up to ${at(safety.since)} ${there}.`, more),
      };
    case 'late':
      return {
        sentence: `The last backup${whose} is from ${at(safety.since)}.`,
        reason: joined('What has changed since then would be lost.', more),
      };
    case 'stale':
      return {
        sentence: `The last backup${whose} is ${daysOld(safety.since, now)} old.`,
        reason: joined('What has changed since then would be lost. Back up soon.', more),
      };
    case 'ahead':
      return {
        sentence: `The newest backup${whose} is dated later than this computer’s clock.`,
        reason: joined(`It says ${at(safety.since)}. Set the clock right, or back up now.`, more),
      };
    case 'failed':
      return {
        sentence: `The last backup${whose} failed.`,
        reason: joined(sayUntil(safety.since, now, at, there), more),
      };
    default:
      return assertNever(safety);
  }
}

function sayUntil(
  since: number | null,
  now: Date,
  at: (since: number) => string,
  there: string,
): string {
  if (since === null) return 'Nothing is backed up yet.';
  return isAheadOfClock(since, now.getTime())
    ? `The one before is dated ${at(since)}, which is later than this computer’s clock.`
    : `Everything up to ${at(since)} ${there}; what has changed since then is not.`;
}

function daysOld(since: number, now: Date): string {
  return sayCount(calendarDaysBetween(new Date(since), now), 'day', 'days');
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
