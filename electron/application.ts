import { app, nativeTheme } from 'electron/main';
import { join } from 'node:path';
import { appView } from '../main/domain/app-view.js';
import { runNotification } from '../main/domain/run-notification.js';
import type { LastBackup } from '../main/domain/safety.js';
import { trayView } from '../main/domain/tray-view.js';
import type { TrayAction } from '../main/domain/tray-view.js';
import type { AppView } from '../main/shared/app-view.js';
import { assertNever } from '../main/shared/assert-never.js';
import type { Profile } from '../main/shared/profile.js';
import { failure } from '../main/shared/result.js';
import type { Result } from '../main/shared/result.js';
import type { RunResult, RunState } from '../main/shared/run-state.js';
import { englishLocale } from '../main/shared/say-time.js';
import { tellWindow } from './ipc/tell-window.js';
import { logProblem } from './log.js';
import { RunNotifier } from './notifications/run-notifier.js';
import { quitOnRequest } from './quit/quit-guard.js';
import type { ResourcePaths } from './resource-paths.js';
import { RunService } from './runs/run-service.js';
import type { StartRun } from './runs/start-run.js';
import type { SettingsFile } from './settings/settings-file.js';
import { newestSnapshot } from './snapshots/snapshot-service.js';
import { AppTray } from './tray/app-tray.js';
import { atMidnight } from './tray/at-midnight.js';
import { MainWindow } from './windows/main-window.js';

export interface ApplicationPorts {
  readonly paths: ResourcePaths;
  readonly settings: SettingsFile;
  readonly startRun: StartRun;
  readonly now: () => Date;
  readonly home: string;
  /** $XDG_CURRENT_DESKTOP */
  readonly desktop: string;
}

/** Joins run state, settings and snapshots into one view, and shows it in tray, window and notifications. */
export class Application {
  readonly runs: RunService;
  readonly window: MainWindow;
  readonly #ports: ApplicationPorts;
  readonly #lastBackups = new Map<string, LastBackup>();
  readonly #tray: AppTray;
  readonly #notifier: RunNotifier;

  constructor(ports: ApplicationPorts) {
    this.#ports = ports;
    this.window = new MainWindow(ports.paths);
    this.runs = new RunService({
      startRun: ports.startRun,
      now: () => ports.now().getTime(),
      onChange: (before, after) => this.#runChanged(before, after),
      onDestination: (profile, id) => this.#rememberDestination(profile, id),
    });
    const { paths, desktop } = ports;
    const onAction = (action: TrayAction): void => this.#act(action);
    this.#tray = new AppTray(
      { icons: paths.icons, desktop, onAction },
      trayView(this.view(), ports.now()),
    );
    this.#notifier = new RunNotifier(join(paths.icons, 'app/128.png'), () => this.window.show());
    nativeTheme.on('updated', () => this.#tray.refreshIcon());
    atMidnight(ports.now, () => this.refresh());
  }

  view(): AppView {
    const { settings, home, now } = this.#ports;
    const facts = {
      settings: settings.reading,
      settingsPath: settings.path,
      run: this.runs.state,
      lastBackups: this.#lastBackups,
      home,
      locale: englishLocale(app.getSystemLocale()),
    };
    return appView(facts, now().getTime());
  }

  get profiles(): readonly Profile[] {
    const { reading } = this.#ports.settings;
    return reading.kind === 'ready' ? reading.settings.profiles : [];
  }

  /** Reads anew when each profile was last backed up, then shows everything as it is now. */
  async readSnapshots(): Promise<void> {
    for (const profile of this.profiles) {
      const newest = await newestSnapshot(profile);
      const known = this.#lastBackups.get(profile.id)?.at ?? 0;
      if (newest !== null && newest.at > known) this.#lastBackups.set(profile.id, newest);
    }
    this.refresh();
  }

  refresh(): void {
    const view = this.view();
    this.#tray.show(trayView(view, this.#ports.now()));
    tellWindow(this.window.contents, 'view:changed', view);
  }

  backUp(profileId: string): Result<null> {
    const profile = this.profiles.find((candidate) => candidate.id === profileId);
    return profile === undefined ? failure(NO_SUCH_PROFILE) : this.runs.start(profile);
  }

  #act(action: TrayAction): void {
    switch (action.kind) {
      case 'open':
        this.window.show();
        break;
      case 'back-up':
        // The window shows what the profile has become; the menu has no room for reasons.
        if (!this.backUp(action.profileId).ok) this.window.show();
        break;
      case 'cancel':
        this.runs.cancel();
        break;
      case 'quit':
        void quitOnRequest(this.runs, this.window.browserWindow);
        break;
      default:
        assertNever(action);
    }
  }

  #runChanged(before: RunState, after: RunState): void {
    if (after.kind !== 'running' && after.last !== null) {
      const { outcome, profileId, startedAt } = after.last;
      // What changed while the run went on may be missing from it.
      if (outcome === 'complete' || outcome === 'warnings') {
        this.#lastBackups.set(profileId, { at: startedAt, complete: isComplete(after.last) });
      }
    }
    this.refresh();
    const text = runNotification(before, after, this.#profileName(after));
    if (text !== null) this.#notifier.show(text);
  }

  #profileName(state: RunState): string {
    const id = state.kind === 'running' ? state.run.profileId : state.last?.profileId;
    return this.profiles.find((profile) => profile.id === id)?.name ?? 'Backup';
  }

  #rememberDestination({ id }: Profile, destinationId: string): void {
    const written = this.#ports.settings.update((settings) => ({
      ...settings,
      profiles: settings.profiles.map((profile) =>
        profile.id === id ? { ...profile, destinationId } : profile,
      ),
    }));
    if (!written.ok) logProblem(written.failure.title, written.failure.detail);
  }
}

function isComplete({ warnings }: RunResult): boolean {
  return warnings.every(({ code }) => code !== 'files-unreadable' && code !== 'files-not-written');
}

export const NO_SUCH_PROFILE = {
  code: 'no-such-profile',
  title: 'This backup is not in the settings any more.',
  advice: 'Close the window and open it again.',
  detail: '',
};
