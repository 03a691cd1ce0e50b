import { app } from 'electron/main';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { startRequest } from '../main/domain/start-request.js';
import { systemClock } from '../main/system/clock.js';
import { startDetached } from '../main/system/run-command.js';
import { hostAnswersTo } from './automation/host-answers-to.js';
import { Application } from './application.js';
import { AutostartFile } from './autostart/autostart-file.js';
import { answerQuestions } from './ipc/answer-questions.js';
import { createAnswerers } from './ipc/answerers.js';
import { tellWindow } from './ipc/tell-window.js';
import { DryRun } from './profiles/dry-run.js';
import { dryRunAsRoot } from './profiles/dry-run-as-root.js';
import { ProfileEditor } from './profiles/profile-editor.js';
import { waitForRunBeforeQuit } from './quit/quit-guard.js';
import { resourcePaths } from './resource-paths.js';
import { runCommandLine } from './runs/run-command-line.js';
import { runInstalledProfile } from './runs/run-installed-profile.js';
import { carryOutStart } from './start/carry-out-start.js';
import { keepRunning, STARTED_AGAIN } from './start/keep-running.js';
import { closeWithWindow, mayCancelRestore } from './snapshots/close-before-quit.js';
import { DragOut } from './snapshots/drag-out.js';
import { SnapshotDesk } from './snapshots/snapshot-desk.js';
import { SettingsFile } from './settings/settings-file.js';
import { restartWhenReplaced } from './upgrade/restart-when-replaced.js';
import { denyEverything } from './windows/deny-everything.js';
import { registerRendererScheme, serveRenderer } from './windows/renderer-files.js';

app.setName('System Backup');
app.setPath('userData', join(app.getPath('appData'), 'rsync-system-backup'));
registerRendererScheme();

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(start);
} else {
  app.exit(0);
}

function start(): void {
  const paths = resourcePaths(app.getAppPath());
  const settings = new SettingsFile(app.getPath('userData'));
  denyEverything();
  serveRenderer(paths.renderer);
  const asPerson = runCommandLine(paths.commandLine, process.env);
  const application = new Application({
    paths,
    settings,
    autostart: new AutostartFile(
      app.getPath('appData'),
      configDirectories(process.env['XDG_CONFIG_DIRS']),
      startCommand(),
    ),
    log: join(app.getPath('userData'), 'runs.json'),
    startRun: (known, onEvent) =>
      (known.needsRoot ? runInstalledProfile : asPerson)(known, onEvent),
    hostAnswers: hostAnswersTo(process.env),
    now: () => systemClock.now(),
    home: homedir(),
    desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
    mayClose: () => mayClose(),
  });
  const editor = new ProfileEditor({
    settings,
    profiles: application.profiles,
    loggedIds: () => application.log.profileIds,
    home: homedir(),
    now: () => systemClock.now().getTime(),
  });
  const dryRunAsPerson = runCommandLine(paths.commandLine, process.env, ['--dry-run']);
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
  // Whoever develops it kills it.
  if (app.isPackaged) app.once('quit', keepRunning(startHidden()));
  restartWhenReplaced({
    program: paths.application,
    patience: 30_000,
    isBusy: () =>
      application.window.browserWindow !== null || application.runs.state.kind === 'running',
    restart: () => {
      app.once('quit', startSuccessor);
      app.quit();
    },
    quit: () => app.quit(),
  });
}

/** What app.relaunch() starts may never call pkexec: https://github.com/electron/electron/issues/41463 */
function startSuccessor(): void {
  app.releaseSingleInstanceLock();
  const [program, ...args] = startHidden();
  startDetached(program, args);
}

/** What starts another like this one, without a window. */
function startHidden(): readonly [string, ...string[]] {
  return [process.execPath, ...programArguments(), '--hidden'];
}

/** What starts this application; where it is not installed, Electron and the folder of the program. */
function startCommand(): readonly string[] {
  return app.isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()];
}

/** Those of this start, but not what it was for. */
function programArguments(): readonly string[] {
  const isOfThisStart = (argument: string): boolean =>
    argument === STARTED_AGAIN || startRequest([argument]) !== 'open';
  return process.argv.slice(1).filter((argument) => !isOfThisStart(argument));
}

/** XDG Base Directory Specification. */
function configDirectories(variable = ''): readonly string[] {
  const directories = variable.split(':').filter(isAbsolute);
  return directories.length === 0 ? ['/etc/xdg'] : directories;
}

/** XDG Base Directory Specification: a relative path is to be ignored. */
function baseDirectory(variable: string, inHome: string): string {
  const path = process.env[variable] ?? '';
  return isAbsolute(path) ? path : join(homedir(), inHome);
}
