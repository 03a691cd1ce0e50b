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
  /** Chromium has lost a message bus for good. */
  readonly cutOff: boolean;
  readonly home: string;
}

/** All that the application knows at the moment. */
export function appFacts(ports: AppFactsPorts): AppFacts {
  const { settings, profiles, log, disks, runs, choices, hosted, cutOff, home } = ports;
  const complaints = [log.problem, disks.problem, cutOff ? CUT_OFF : null];
  return {
    settings: settings.reading,
    settingsPath: settings.path,
    profiles: profiles.all.map((known) => profileFacts(known, ports)),
    problems: profiles.problems,
    complaints: complaints.filter((problem) => problem !== null),
    run: runs.state,
    choices: choices.view(hosted),
    home,
    locale: englishLocale(app.getSystemLocale()),
  };
}

const CUT_OFF = {
  code: 'cut-off',
  title: 'A part of the desktop, or of the system, was ended or restarted.',
  advice:
    'Backups go on. Close this window when you need it no more: once that part is there again, this program starts anew, and its icon is back in the tray.',
  detail: 'A message bus (D-Bus) has ended its connections.',
};
