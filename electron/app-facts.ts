import { app } from 'electron/main';
import type { AppFacts } from '../main/domain/app-view.js';
import { englishLocale } from '../main/shared/say-time.js';
import type { Choices } from './choices/choices.js';
import type { DiskService } from './disks/disk-service.js';
import { profileFacts } from './profiles/profile-facts.js';
import type { ProfileFactsPorts } from './profiles/profile-facts.js';
import type { RunService } from './runs/run-service.js';
import type { SettingsFile } from './settings/settings-file.js';

export interface AppFactsPorts extends ProfileFactsPorts {
  readonly settings: SettingsFile;
  readonly disks: DiskService;
  readonly runs: RunService;
  readonly choices: Choices;
  /** Somebody shows the tray icon. */
  readonly hosted: boolean;
  readonly home: string;
}

/** All that the application knows at the moment. */
export function appFacts(ports: AppFactsPorts): AppFacts {
  const { settings, profiles, log, disks, runs, choices, hosted, home } = ports;
  return {
    settings: settings.reading,
    settingsPath: settings.path,
    profiles: profiles.all.map((known) => profileFacts(known, ports)),
    problems: profiles.problems,
    complaints: [log.problem, disks.problem].filter((problem) => problem !== null),
    run: runs.state,
    choices: choices.view(hosted),
    home,
    locale: englishLocale(app.getSystemLocale()),
  };
}
