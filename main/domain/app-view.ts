import type { AppView, DiskView, ProfileView, SettingsView } from '../shared/app-view.js';
import type { Profile } from '../shared/profile.js';
import type { Failure } from '../shared/result.js';
import type { RunState } from '../shared/run-state.js';
import type { SettingsReading } from '../shared/settings.js';
import type { Triggers } from '../shared/triggers.js';
import { DEMONSTRATION_ID } from './demonstration.js';
import { safetyOf } from './safety.js';
import type { LastBackup } from './safety.js';
import { settingsFailure } from './settings-failure.js';

/** A profile with all that the application knows around it. */
export interface ProfileFacts {
  readonly profile: Profile;
  readonly needsRoot: boolean;
  readonly triggers: Triggers;
  readonly lastBackup: LastBackup | null;
  readonly disk: DiskView | null;
  /** See ProfileView. */
  readonly skippedSince: number | null;
}

export interface AppFacts {
  readonly settings: SettingsReading;
  readonly settingsPath: string;
  readonly profiles: readonly ProfileFacts[];
  /** What keeps installed profiles from being used. */
  readonly problems: readonly Failure[];
  readonly run: RunState;
  readonly home: string;
  readonly locale: string;
}

/** Everything that the window shows, from everything that the application knows. */
export function appView(facts: AppFacts, now: number): AppView {
  const { run, problems, locale } = facts;
  const profiles = facts.profiles.map((profile) => profileView(profile, facts, now));
  return { settings: settingsView(facts), profiles, problems, run, locale };
}

function settingsView({ settings, settingsPath }: AppFacts): SettingsView {
  return settings.kind === 'ready'
    ? { kind: 'ready' }
    : { kind: 'refused', failure: settingsFailure(settings, settingsPath) };
}

function profileView(known: ProfileFacts, { run, home }: AppFacts, now: number): ProfileView {
  const { profile, needsRoot, triggers, lastBackup, disk, skippedSince } = known;
  const { id, name, source, destination, rotation } = profile;
  const failed = run.kind === 'attention' && run.last.profileId === id;
  return {
    id,
    name,
    source: withTilde(source, home),
    destination: withTilde(destination, home),
    rotation,
    demonstration: id === DEMONSTRATION_ID,
    safety: safetyOf(lastBackup, failed, now),
    needsRoot,
    disk,
    startsOnPlug: disk !== null && triggers.onPlug,
    skippedSince,
  };
}

function withTilde(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
