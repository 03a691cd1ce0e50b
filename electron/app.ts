import { app } from 'electron/main';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { startRequest } from '../main/domain/start-request.js';
import { systemClock } from '../main/system/clock.js';
import { startDetached } from '../main/system/run-command.js';
import { hostAnswersTo } from './automation/host-answers-to.js';
import { Application } from './application.js';
import { AutostartFile } from './autostart/autostart-file.js';
import { startCommand } from './autostart/start-command.js';
import { busAddresses } from './bus-relay/bus-addresses.js';
import { onLostBus } from './bus-relay/on-lost-bus.js';
import { relayDirectory, withoutRelay } from './bus-relay/relayed-environment.js';
import { Bus } from './dbus/bus.js';
import { Desktop } from './desktop/desktop.js';
import { answerQuestions } from './ipc/answer-questions.js';
import { createAnswerers } from './ipc/answerers.js';
import { tellWindow } from './ipc/tell-window.js';
import { DryRun } from './profiles/dry-run.js';
import { dryRunAsRoot } from './profiles/dry-run-as-root.js';
import { ProfileEditor } from './profiles/profile-editor.js';
import { waitForRunBeforeQuit } from './quit/quit-guard.js';
import { resourcePaths } from './resource-paths.js';
import { restartWhenCutOff } from './restart/restart-when-cut-off.js';
import { restartWhenReplaced } from './restart/restart-when-replaced.js';
import { runCommandLine } from './runs/run-command-line.js';
import { runInstalledProfile } from './runs/run-installed-profile.js';
import { carryOutStart } from './start/carry-out-start.js';
import { closeWithWindow, mayCancelRestore } from './snapshots/close-before-quit.js';
import { DragOut } from './snapshots/drag-out.js';
import { SnapshotDesk } from './snapshots/snapshot-desk.js';
import { SettingsFile } from './settings/settings-file.js';
import { denyEverything } from './windows/deny-everything.js';
import { registerRendererScheme, serveRenderer } from './windows/renderer-files.js';

/** Tells the application that it takes the place of one that ran before. */
const SUCCESSOR = '--successor';

app.setName('System Backup');
app.setPath('userData', join(app.getPath('appData'), 'rsync-system-backup'));
registerRendererScheme();

/** For whatever we start, and to be read: Chromium's own leads to the relay. */
const environment = withoutRelay(process.env);
const paths = resourcePaths(app.getAppPath());

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(start);
} else {
  app.exit(0);
}

function start(): void {
  const addresses = busAddresses(environment, existsSync);
  const buses = { session: Bus.at(addresses.session), system: Bus.at(addresses.system) };
  const settings = new SettingsFile(app.getPath('userData'));
  denyEverything();
  serveRenderer(paths.renderer);
  const asPerson = runCommandLine(paths.commandLine, environment);
  const application = new Application({
    paths,
    settings,
    buses,
    autostart: new AutostartFile(
      app.getPath('appData'),
      configDirectories(environment['XDG_CONFIG_DIRS']),
      startCommand(
        { ...paths, execPath: process.execPath, appPath: app.isPackaged ? null : app.getAppPath() },
        environment,
      ),
    ),
    log: join(app.getPath('userData'), 'runs.json'),
    startRun: (known, onEvent) =>
      (known.needsRoot ? runInstalledProfile : asPerson)(known, onEvent),
    hostAnswers: hostAnswersTo(environment),
    now: () => systemClock.now(),
    home: homedir(),
    isSuccessor: process.argv.includes(SUCCESSOR),
    desktop: environment['XDG_CURRENT_DESKTOP'] ?? '',
    mayClose: () => mayClose(),
  });
  const editor = new ProfileEditor({
    settings,
    profiles: application.profiles,
    loggedIds: () => application.log.profileIds,
    home: homedir(),
    now: () => systemClock.now().getTime(),
  });
  const dryRunAsPerson = runCommandLine(paths.commandLine, environment, ['--dry-run']);
  const dryRun = new DryRun((known, onEvent) =>
    (known.needsRoot ? dryRunAsRoot : dryRunAsPerson)(known, onEvent),
  );
  const desk = new SnapshotDesk({
    find: (profileId) => application.profiles.find(profileId),
    worker: paths.snapshotWorker,
    cacheHome: baseDirectory('XDG_CACHE_HOME', '.cache'),
    dataHome: baseDirectory('XDG_DATA_HOME', '.local/share'),
    during: (work) => application.openedDisks.during(work),
    onRestoreProgress: (progress) =>
      tellWindow(application.window.contents, 'restore:progress', progress),
    onLastRestore: (last) => tellWindow(application.window.contents, 'restore:last', last),
    onProgress: (progress) =>
      tellWindow(application.window.contents, 'snapshots:progress', progress),
  });
  const mayClose = (): Promise<boolean> =>
    mayCancelRestore(desk.restores, application.window.browserWindow);
  closeWithWindow(desk, application.openedDisks, mayClose);
  desk.interrupted.recover();
  const drag = new DragOut(desk, app.getPath('temp'), join(paths.icons, 'app/32.png'));
  const answerers = createAnswerers({
    ...{ application, editor, dryRun, settings, desk, drag },
    desktop: new Desktop(buses.session, environment),
    dataHome: baseDirectory('XDG_DATA_HOME', '.local/share'),
  });
  answerQuestions(answerers, () => application.window.contents);
  waitForRunBeforeQuit(application.runs);
  // Without a window the application goes on in the tray.
  app.on('window-all-closed', () => undefined);
  app.on('will-quit', () => void application.stop());
  const ready = application.start();
  const carryOut = (args: readonly string[]): void =>
    void carryOutStart(startRequest(args), application, ready);
  app.on('second-instance', (_event, args) => carryOut(args));
  carryOut(process.argv);
  let isRestarting = false;
  const restart = (): void => {
    // It may be wanted for several reasons; there is one successor.
    if (!isRestarting) app.once('quit', startSuccessor);
    isRestarting = true;
    app.quit();
  };
  const isBusy = (): boolean =>
    application.window.browserWindow !== null ||
    application.runs.state.kind === 'running' ||
    desk.restores.isOpen;
  restartWhenReplaced({
    program: paths.application,
    patience: 30_000,
    ...{ isBusy, restart },
    quit: () => app.quit(),
  });
  restartWhenCutOff({
    onLostBus: (hear) => onLostBus(relayDirectory(process.env), hear),
    patience: 10_000,
    onLost: (name) => {
      buses[name].forget();
      application.noteCutOff();
    },
    answers: (name) => buses[name].answers(),
    ...{ isBusy, restart },
  });
}

/** What app.relaunch() starts may never call pkexec: https://github.com/electron/electron/issues/41463 */
function startSuccessor(): void {
  app.releaseSingleInstanceLock();
  const args = [...programArguments(), SUCCESSOR, '--hidden'];
  void startDetached(paths.start, [process.execPath, ...args], environment);
}

/** Those of this start, but not what it was for. */
function programArguments(): readonly string[] {
  const isOfThisStart = (argument: string): boolean =>
    argument === SUCCESSOR || startRequest([argument]) !== 'open';
  return process.argv.slice(1).filter((argument) => !isOfThisStart(argument));
}

/** XDG Base Directory Specification. */
function configDirectories(variable = ''): readonly string[] {
  const directories = variable.split(':').filter(isAbsolute);
  return directories.length === 0 ? ['/etc/xdg'] : directories;
}

/** XDG Base Directory Specification: a relative path is to be ignored. */
function baseDirectory(variable: string, inHome: string): string {
  const path = environment[variable] ?? '';
  return isAbsolute(path) ? path : join(homedir(), inHome);
}
