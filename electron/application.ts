import { app, nativeTheme } from 'electron/main';
import { join } from 'node:path';
import { appView } from '../main/domain/app-view.js';
import { lockNotification } from '../main/domain/lock-notification.js';
import { runNotification } from '../main/domain/run-notification.js';
import { trayView } from '../main/domain/tray-view.js';
import type { TrayAction } from '../main/domain/tray-view.js';
import type { AppView } from '../main/shared/app-view.js';
import { assertNever } from '../main/shared/assert-never.js';
import { failure } from '../main/shared/result.js';
import type { Result } from '../main/shared/result.js';
import type { RunState } from '../main/shared/run-state.js';
import { englishLocale } from '../main/shared/say-time.js';
import { DiskService } from './disks/disk-service.js';
import { lockDisk } from './disks/lock-disk.js';
import { tellWindow } from './ipc/tell-window.js';
import { Notifier } from './notifications/notifier.js';
import { PlugService } from './plugs/plug-service.js';
import { KnownProfiles } from './profiles/known-profiles.js';
import type { KnownProfile } from './profiles/known-profiles.js';
import { rememberDestination } from './profiles/remember-destination.js';
import { quitOnRequest } from './quit/quit-guard.js';
import type { ResourcePaths } from './resource-paths.js';
import { backupIn } from './runs/backup-in.js';
import { RunService } from './runs/run-service.js';
import type { StartRun } from './runs/start-run.js';
import type { SettingsFile } from './settings/settings-file.js';
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

/** Joins runs, disks, settings and profiles into one view, and shows it in tray, window and notifications. */
export class Application {
  readonly profiles: KnownProfiles;
  readonly runs: RunService;
  readonly window: MainWindow;
  readonly #ports: ApplicationPorts;
  readonly #disks: DiskService;
  readonly #plugs: PlugService;
  readonly #tray: AppTray;
  readonly #notifier: Notifier;
  /** True: nobody may be there to answer a question of the run that is going on. */
  #unattended = false;

  constructor(ports: ApplicationPorts) {
    this.#ports = ports;
    const now = (): number => ports.now().getTime();
    this.window = new MainWindow(ports.paths, () => void this.#disks.refresh());
    this.profiles = new KnownProfiles(ports.settings, () => void this.readProfiles());
    this.#disks = new DiskService({
      onDevice: (event, facts) => this.#plugs.onDevice(event, facts),
      onChange: () => this.refresh(),
    });
    this.runs = new RunService({
      startRun: ports.startRun,
      now,
      onChange: (before, after) => this.#runChanged(before, after),
      onDestination: (profile, id) => rememberDestination(ports.settings, profile, id),
    });
    this.#plugs = new PlugService({
      profiles: this.profiles,
      now,
      run: () => this.runs.state,
      start: (known, initial) => void this.#start(known, initial),
    });
    const { paths, desktop } = ports;
    const onAction = (action: TrayAction): void => this.#act(action);
    this.#tray = new AppTray(
      { icons: paths.icons, desktop, onAction },
      trayView(this.view(), ports.now()),
    );
    this.#notifier = new Notifier(join(paths.icons, 'app/128.png'), () => this.window.show());
    nativeTheme.on('updated', () => this.#tray.refreshIcon());
    atMidnight(ports.now, () => this.refresh());
  }

  /** Profiles first: whether a disk that is there already starts a run depends on when the last one was. */
  async start(): Promise<void> {
    await this.readProfiles();
    this.#disks.start();
  }

  async stop(): Promise<void> {
    this.profiles.close();
    await this.#disks.stop();
  }

  view(): AppView {
    const { settings, home, now } = this.#ports;
    const facts = {
      settings: settings.reading,
      settingsPath: settings.path,
      profiles: this.profiles.all.map((known) => ({
        ...known,
        lastBackup: this.profiles.lastBackup(known.profile.id),
        disk: this.#disks.view(known),
        skippedSince: this.#plugs.skippedSince(known.profile.id),
      })),
      problems: this.profiles.problems,
      run: this.runs.state,
      home,
      locale: englishLocale(app.getSystemLocale()),
    };
    return appView(facts, now().getTime());
  }

  /** Reads anew which profiles there are and when each was last backed up, then shows everything as it is now. */
  async readProfiles(): Promise<void> {
    await this.profiles.readInstalled();
    await this.profiles.readSnapshots();
    this.refresh();
  }

  refresh(): void {
    const view = this.view();
    this.#tray.show(trayView(view, this.#ports.now()));
    tellWindow(this.window.contents, 'view:changed', view);
  }

  backUp(profileId: string): Result<null> {
    const known = this.profiles.find(profileId);
    return known === null ? failure(NO_SUCH_PROFILE) : this.#start(known, false);
  }

  async lockDisk(profileId: string): Promise<Result<null>> {
    const locked = await lockDisk(profileId, this.runs.state);
    await this.#disks.refresh();
    return locked;
  }

  #start(known: KnownProfile, unattended: boolean): Result<null> {
    const started = this.runs.start(known);
    if (started.ok) this.#unattended = unattended;
    return started;
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
      case 'lock':
        void this.#lockFromTray(action.profileId);
        break;
      case 'quit':
        void quitOnRequest(this.runs, this.window.browserWindow);
        break;
      default:
        assertNever(action);
    }
  }

  async #lockFromTray(profileId: string): Promise<void> {
    const profile = this.view().profiles.find(({ id }) => id === profileId);
    const locked = await this.lockDisk(profileId);
    if (profile?.disk) this.#notifier.show(lockNotification(profile.name, profile.disk, locked));
  }

  #runChanged(before: RunState, after: RunState): void {
    const profileId = after.kind === 'running' ? after.run.profileId : after.last?.profileId;
    const profile = this.view().profiles.find(({ id }) => id === profileId);
    const text = runNotification(before, after, {
      profileName: profile?.name ?? 'Backup',
      diskName: profile?.disk?.name ?? null,
      windowInSight: this.window.inSight,
    });
    if (after.kind === 'running') this.#runGoesOn(before, after);
    else this.#runEnded(after);
    this.refresh();
    if (text !== null) this.#notifier.show(text);
  }

  #runGoesOn(before: RunState, { run }: Extract<RunState, { readonly kind: 'running' }>): void {
    if (before.kind !== 'running') this.#plugs.onRunStarted(run.profileId);
    const asksAnew = run.question !== null && before.kind === 'running' && !before.run.question;
    if (asksAnew && !this.#unattended) this.window.show();
  }

  #runEnded({ last }: Exclude<RunState, { readonly kind: 'running' }>): void {
    const backup = last === null ? null : backupIn(last);
    if (last !== null && backup !== null) this.profiles.noteBackup(last.profileId, backup);
    void this.#disks.refresh();
    this.#plugs.onRunEnded();
  }
}

export const NO_SUCH_PROFILE = {
  code: 'no-such-profile',
  title: 'This backup is not in the settings any more.',
  advice: 'Close the window and open it again.',
  detail: '',
};
