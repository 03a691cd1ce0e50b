import { isAheadOfClock } from '../shared/ahead-of-clock.js';
import type {
  AppChoices,
  AppView,
  DiskView,
  HostAnswer,
  HostView,
  ProfileView,
  SettingsView,
} from '../shared/app-view.js';
import type { DiskSpace } from '../shared/disk-space.js';
import type { Profile } from '../shared/profile.js';
import type { Failure } from '../shared/result.js';
import type { RunEntry } from '../shared/run-log.js';
import type { RunState } from '../shared/run-state.js';
import type { SettingsReading } from '../shared/settings.js';
import type { Triggers } from '../shared/triggers.js';
import type { AutomaticRun } from './automatic-run.js';
import { DEMONSTRATION_ID } from './demonstration.js';
import { lastAnswer } from './host-answer.js';
import { remotePlace } from './remote-place.js';
import { nextTime } from '../shared/cron-times.js';
import { readCron } from '../shared/cron.js';
import { expectedInterval, overdue, safetyOf } from './safety.js';
import type { LastBackup } from './safety.js';
import { settingsFailure } from './settings-failure.js';
import { withTilde } from './with-tilde.js';

/** A profile with all that the application knows around it. */
export interface ProfileFacts {
  readonly profile: Profile;
  readonly needsRoot: boolean;
  readonly triggers: Triggers;
  readonly lastBackup: LastBackup | null;
  /** See AgeMarks. */
  readonly clockSetBackAt: number | null;
  /** To where it goes now, as the log has it; null: none. */
  readonly lastRun: RunEntry | null;
  readonly disk: DiskView | null;
  /** What was found out last about the host of a destination on another machine; null: nothing. */
  readonly answer: HostAnswer | null;
  /** What was decided last about its starting by itself. */
  readonly decision: AutomaticRun['decision'];
  readonly space: DiskSpace | null;
}

export interface AppFacts {
  readonly settings: SettingsReading;
  readonly settingsPath: string;
  readonly profiles: readonly ProfileFacts[];
  /** See AppView. */
  readonly problems: readonly Failure[];
  /** See AppView. */
  readonly complaints: readonly Failure[];
  readonly run: RunState;
  readonly choices: AppChoices;
  readonly home: string;
  readonly locale: string;
}

/** Everything that the window shows, from everything that the application knows. */
export function appView(facts: AppFacts, now: number): AppView {
  const { run, problems, complaints, choices, locale } = facts;
  const profiles = facts.profiles.map((profile) => profileView(profile, facts, now));
  return { settings: settingsView(facts), profiles, problems, complaints, run, choices, locale };
}

function settingsView({ settings, settingsPath }: AppFacts): SettingsView {
  return settings.kind === 'ready'
    ? { kind: 'ready' }
    : { kind: 'refused', failure: settingsFailure(settings, settingsPath) };
}

function profileView(known: ProfileFacts, { home }: AppFacts, now: number): ProfileView {
  const { profile, needsRoot, triggers, lastBackup, lastRun, disk, decision, space } = known;
  const { clockSetBackAt } = known;
  const { id, name, source, destination, rotation } = profile;
  const { schedule, scheduledSince } = triggers;
  const expected = expectedInterval(triggers, now);
  const marks = { promisedSince: scheduledSince, clockSetBackAt };
  const notice = overdue(lastBackup, expected, marks, now);
  return {
    id,
    name,
    source: withTilde(source, home),
    destination: withTilde(destination, home),
    rotation,
    demonstration: id === DEMONSTRATION_ID,
    safety: safetyOf(lastBackup, hasFailed(known, now), notice, now),
    overdue: notice,
    needsRoot,
    disk,
    host: hostView(known),
    startsOnPlug: disk !== null && triggers.onPlug,
    schedule,
    nextAt: schedule === null ? null : nextTime(readCron(schedule), now),
    heldBack: decision.kind === 'hold' ? decision.reason : null,
    lastBackupAt: lastBackup?.at ?? null,
    lastRun: lastRun?.result ?? null,
    space,
  };
}

function hostView({ profile, answer, lastRun }: ProfileFacts): HostView | null {
  const place = remotePlace(profile);
  if (place === null) return null;
  const { host: name, kind } = place;
  return { name, kind, answer: lastAnswer(answer, lastRun?.result ?? null) };
}

/** A run after the last backup that is known of has failed; whatever there is comes after one from the future. */
function hasFailed({ lastRun, lastBackup }: ProfileFacts, now: number): boolean {
  if (lastRun === null || lastRun.result.outcome !== 'failed') return false;
  if (lastBackup === null || isAheadOfClock(lastBackup.at, now)) return true;
  return lastRun.result.startedAt >= lastBackup.at;
}
