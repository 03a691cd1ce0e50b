import type { AppView, ProfileView } from '../shared/app-view.js';
import type { Profile } from '../shared/profile.js';
import type { RunState } from '../shared/run-state.js';
import type { SettingsReading } from '../shared/settings.js';
import { DEMONSTRATION_ID } from './demonstration.js';
import { safetyOf } from './safety.js';
import type { LastBackup } from './safety.js';
import { settingsFailure } from './settings-failure.js';

export interface AppFacts {
  readonly settings: SettingsReading;
  readonly settingsPath: string;
  readonly run: RunState;
  /** Each profile's last backup, by profile id. */
  readonly lastBackups: ReadonlyMap<string, LastBackup>;
  readonly home: string;
  readonly locale: string;
}

/** Everything that the window shows, from everything that the application knows. */
export function appView(facts: AppFacts, now: number): AppView {
  const { settings, run, locale } = facts;
  if (settings.kind !== 'ready') {
    const failure = settingsFailure(settings, facts.settingsPath);
    return { settings: { kind: 'refused', failure }, profiles: [], run, locale };
  }
  const profiles = settings.settings.profiles.map((profile) => profileView(profile, facts, now));
  return { settings: { kind: 'ready' }, profiles, run, locale };
}

function profileView(profile: Profile, facts: AppFacts, now: number): ProfileView {
  const { id, name, source, destination } = profile;
  const failed = facts.run.kind === 'attention' && facts.run.last.profileId === id;
  return {
    id,
    name,
    source: withTilde(source, facts.home),
    destination: withTilde(destination, facts.home),
    demonstration: id === DEMONSTRATION_ID,
    safety: safetyOf(facts.lastBackups.get(id) ?? null, failed, now),
  };
}

function withTilde(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
