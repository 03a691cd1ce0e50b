import { join } from 'node:path';
import { appView } from '../main/domain/app-view.js';
import type { NotificationAction } from '../main/domain/notification.js';
import { trayView } from '../main/domain/tray-view.js';
import type { TrayAction } from '../main/domain/tray-view.js';
import type { AppView } from '../main/shared/app-view.js';
import { assertNever } from '../main/shared/assert-never.js';
import { failure, type Result } from '../main/shared/result.js';
import type { RunState } from '../main/shared/run-state.js';
import { appFacts } from './app-facts.js';
import type { ApplicationPorts } from './application-ports.js';
import { Automation } from './automation/automation.js';
import { Choices } from './choices/choices.js';
import { DiskService } from './disks/disk-service.js';
import { lockDisk } from './disks/lock-disk.js';
import { disksToLookAt } from './disks/disks-to-look-at.js';
import type { OpenedDisks } from './disks/opened-disks.js';
import { tellWindow } from './ipc/tell-window.js';
import { NetworkService } from './networks/network-service.js';
import { Notices } from './notifications/notices.js';
import { Notifier } from './notifications/notifier.js';
import { KnownProfiles } from './profiles/known-profiles.js';
import { NO_SUCH_PROFILE } from './profiles/no-such-profile.js';
import { rememberDestination } from './profiles/remember-destination.js';
import { quitOnRequest } from './quit/quit-guard.js';
import { RunFollower } from './runs/run-follower.js';
import { RunLogFile } from './runs/run-log-file.js';
import { RunService } from './runs/run-service.js';
import { atMidnight } from './tray/at-midnight.js';
import { TrayService } from './tray/tray-service.js';
import { MainWindow } from './windows/main-window.js';

/** Joins runs, disks, settings and profiles into one view, and shows it in tray, window and notifications. */
export class Application {
  readonly profiles: KnownProfiles;
  readonly runs: RunService;
  readonly window: MainWindow;
  readonly choices: Choices;
  readonly log: RunLogFile;
  readonly openedDisks: OpenedDisks;
  readonly #ports: ApplicationPorts;
  readonly #disks: DiskService;
  readonly networks: NetworkService;
  readonly #automation: Automation;
  readonly #tray: TrayService;
  readonly #notifier: Notifier;
  readonly #notices: Notices;
  readonly #follower: RunFollower;
  #started = false;
  #cutOff = false;

  constructor(ports: ApplicationPorts) {
    this.#ports = ports;
    const now = (): number => ports.now().getTime();
    this.choices = new Choices(ports.settings, ports.autostart, now);
    this.log = new RunLogFile(ports.log, () => this.#logChanged());
    this.window = new MainWindow(ports.paths, {
      onFocus: () => void this.#disks.refresh(),
      onInput: () => this.openedDisks.touch(),
    });
    this.profiles = new KnownProfiles(ports.settings, () => void this.readProfiles());
    this.#disks = new DiskService({
      onDevice: (event, facts) => this.#automation.onDevice(event, facts),
      onChange: () => this.#changed(),
    });
    this.networks = new NetworkService(ports.buses.system, () => {
      this.#automation.forgetHosts();
      this.#changed();
    });
    this.runs = new RunService({
      startRun: ports.startRun,
      now,
      onChange: (before, after) => this.#runChanged(before, after),
      onDestination: (profile, id) => rememberDestination(ports.settings, profile, id),
      log: this.log,
    });
    this.#automation = new Automation({
      profiles: this.profiles,
      log: this.log,
      disk: (known) => this.#disks.view(known),
      networks: () => this.networks.names,
      hostAnswers: ports.hostAnswers,
      now,
      run: () => this.runs.state,
      pausedUntil: () => this.choices.pausedUntil,
      onTime: () => this.#changed(),
      start: (known, occasion, attended) =>
        void this.#follower.start(known, occasion.kind, attended),
    });
    const { paths, desktop, buses } = ports;
    const onAction = (action: TrayAction | NotificationAction): void => this.#act(action);
    this.#tray = new TrayService({ icons: paths.icons, desktop, onAction }, buses.session, () =>
      this.refresh(),
    );
    this.#notifier = new Notifier({
      ...{ bus: buses.session, icon: join(paths.icons, 'app/128.png') },
      choice: () => this.choices.view(true).notifications,
      onAction,
    });
    this.#notices = new Notices({
      ...{ notifier: this.#notifier, log: this.log, now: ports.now },
      windowInSight: () => this.window.inSight,
    });
    const { window, profiles, runs } = this;
    const view = (): AppView => this.view();
    const [disks, notices] = [this.#disks, this.#notices];
    this.openedDisks = disksToLookAt({ now, view, window, profiles, runs, disks, notices });
    this.#follower = new RunFollower({
      ...{ profiles, notices, view, now, log: this.log },
      runs: () => runs,
      onStarted: (profileId) => this.#automation.onRunStarted(profileId),
      // That the disks are looked at also decides what comes next.
      onEnded: () => void this.#disks.refresh(),
      onQuestion: () => this.window.show(),
    });
    atMidnight(ports.now, () => this.#changed());
  }

  /** Profiles first: whether a disk that is there already starts a run depends on when the last one was. */
  async start(): Promise<void> {
    await this.#tray.start(() => trayView(this.view(), this.#ports.now()));
    this.#started = true;
    await this.readProfiles();
    if (!this.#tray.hosted && !this.#ports.isSuccessor) this.#notices.noTray(this.choices);
    this.#disks.start();
    void this.networks.start();
  }

  async stop(): Promise<void> {
    this.profiles.close();
    await this.#disks.stop();
    await this.log.written();
  }

  view(): AppView {
    const { settings, home } = this.#ports;
    const { profiles, log, runs, choices } = this;
    const now = this.#ports.now().getTime();
    const around = {
      disks: this.#disks,
      automation: this.#automation,
      hosted: this.#tray.hosted,
      cutOff: this.#cutOff,
    };
    return appView(appFacts({ settings, home, profiles, log, runs, choices, now, ...around }), now);
  }

  /** Reads anew which profiles there are and when each was last backed up, then shows everything as it is now. */
  async readProfiles(): Promise<void> {
    await this.profiles.readInstalled();
    await this.profiles.readSnapshots();
    this.#changed();
  }

  /** Tells whoever looks what is missing from now on. */
  noteCutOff(): void {
    this.#cutOff = true;
    if (this.#started) this.refresh();
  }

  refresh(): void {
    const view = this.view();
    this.#tray.show(trayView(view, this.#ports.now()));
    tellWindow(this.window.contents, 'view:changed', view);
  }

  backUp(profileId: string): Result<null> {
    const known = this.profiles.find(profileId);
    return known === null ? failure(NO_SUCH_PROFILE) : this.#follower.start(known, 'hand', true);
  }

  async lockDisk(profileId: string): Promise<Result<null>> {
    const known = this.profiles.find(profileId);
    const locked = await lockDisk(known, this.openedDisks, this.runs.state);
    await this.#disks.refresh();
    return locked;
  }

  pause(hours: number): Result<null> {
    const paused = this.choices.pause(hours);
    this.#changed();
    return paused;
  }

  /** What is to run by itself may be another, and what is shown too. */
  #changed(): void {
    if (!this.#started) return;
    this.#automation.decide();
    this.#notices.tellAges(this.view());
    this.refresh();
  }

  #act(action: TrayAction | NotificationAction): void {
    switch (action.kind) {
      case 'open':
        this.window.show('place' in action ? action.place : null);
        break;
      case 'browse':
        this.window.show({ page: 'snapshots', profileId: null });
        break;
      case 'back-up':
      case 'retry':
        // The window shows what the profile has become; a menu has no room for reasons.
        if (!this.backUp(action.profileId).ok) this.window.show();
        break;
      case 'cancel':
        this.runs.cancel();
        break;
      case 'lock':
        void this.#lockFromAfar(action.profileId);
        break;
      case 'pause':
        if (!this.pause(action.hours).ok) this.window.show();
        break;
      case 'quit':
        void quitOnRequest(this.runs, this.window.browserWindow, this.#ports.mayClose);
        break;
      default:
        assertNever(action);
    }
  }

  async #lockFromAfar(profileId: string): Promise<void> {
    const profile = this.view().profiles.find(({ id }) => id === profileId);
    this.#notices.locked(profile, await this.lockDisk(profileId));
  }

  #runChanged(before: RunState, after: RunState): void {
    this.#follower.runChanged(before, after);
    if (after.kind !== 'running') this.openedDisks.consider();
    this.refresh();
  }

  #logChanged(): void {
    tellWindow(this.window.contents, 'log:changed', null);
    if (this.#started) this.refresh();
  }
}
