import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunLog } from '../../main/shared/run-log.js';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { systemClock } from '../../main/system/clock.js';
import { privateNamespace, writeSystemFile } from '../support/private-namespace.js';
import { sessionBus } from '../support/session-bus.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { electronIn } from './electron-in.js';
import { FakeNotificationServer } from './fake-notification-server.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk } from './system-with-disk.js';
import { processesNaming } from './running-processes.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

// Most of them start the application twice.
vi.setConfig({ testTimeout: 180_000 });

const DAY = 24 * 60 * 60_000;
const AT_MIDNIGHT = { ...DEFAULT_TRIGGERS, onPlug: false, schedule: '0 0 * * *' };

it('a full home directory is told, backs up all the same, and loses nothing', async () => {
  const home = await homeOfTest();
  const elsewhere = { ...home, path: await temporaryDirectory() };
  await writeLetters(elsewhere);
  const settings = JSON.stringify({
    ...EMPTY_SETTINGS,
    profiles: [folderProfile(elsewhere, 'letters', 'Letters')],
  });
  const namespace = await privateNamespace();
  const tiny = ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', home.path];
  await namespace.run('mount', tiny);
  await namespace.run('mkdir', ['-p', join(home.path, 'config/rsync-system-backup')]);
  await writeSystemFile(namespace, home.settings, settings);
  await namespace.run('sh', ['-c', `cat /dev/zero > ${home.path}/filler 2> /dev/null || true`]);
  const notifications = await notificationServer();
  const application = await startApplication(home, [], await electronIn(namespace));
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText(/^Finished in /).waitFor();
  await window.getByText('The log of backups could not be written.').waitFor();
  expect(snapshotsIn(join(elsewhere.path, 'backups/letters'))).toHaveLength(1);
  await openPage(window, 'Settings');
  await window.getByText('Dark', { exact: true }).click();
  await window.getByText('The settings could not be written.').waitFor();
  const autostart = window.getByLabel('Start when I log in, without a window');
  await autostart.click();
  await window.getByText('Whether this program starts at login could not be changed.').waitFor();
  expect(await autostart.isChecked()).toBe(false);
  expect(await namespace.run('cat', [home.settings])).toBe(settings);
  expect(bodiesOf(notifications)).toEqual([
    expect.stringMatching(/^This desktop shows no tray icons/),
    'The backup has started.',
    expect.stringMatching(/^Finished in /),
  ]);
  await namespace.run('rm', [join(home.path, 'filler')]);
  await window.getByText('Dark', { exact: true }).click();
  await window.getByText('The settings could not be written.').waitFor({ state: 'detached' });
});

describe('a disk that is gone for ever', () => {
  it('is waited for in sight, and told of once', async () => {
    const system = await systemWithDisk();
    await system.backedUp((30 * DAY) / 60_000);
    const triggers = { ...AT_MIDNIGHT, scheduledSince: 1 };
    const started = await startApplicationOn(system, triggers);
    const { window, notifications, application, home } = started;
    await window.getByText(/A backup is waiting until “Blue disk” is plugged in\.$/).waitFor();
    await eventually(() => expect(bodiesOf(notifications)).toHaveLength(1));
    await eventually(async () => {
      expect(await logOf(home)).toMatchObject({ ageNotices: { system: { kind: 'stale' } } });
    });
    await application.stop();
    const again = await startApplication(home, [], system.electron);
    onTestFinished(again.stop);
    const windowAgain = await again.window();
    await windowAgain.getByText(/A backup is waiting until /).waitFor();
    expect(bodiesOf(notifications)).toHaveLength(1);
    expect(system.pkexec.calls()).toEqual([]);
  });

  it('and of which the system knows nothing any more is waited for, and by hand says what is missing', async () => {
    const system = await systemWithDisk();
    await writeSystemFile(system.namespace, '/etc/fstab', '');
    const triggers = { ...AT_MIDNIGHT, scheduledSince: 1 };
    const { window, notifications } = await startApplicationOn(system, triggers);
    await window.getByText(/A backup is waiting until “blue” is plugged in\.$/).waitFor();
    const never = expect.stringMatching(/^You are not backed up yet\./) as unknown;
    await eventually(() => expect(bodiesOf(notifications)).toEqual([never]));
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/^There is no entry for “\/mnt\/blue” in \/etc\/fstab/).waitFor();
    await eventually(() => expect(bodiesOf(notifications)).toHaveLength(3));
    expect(notifications.sent.at(-1)).toMatchObject({ urgency: 2, replaces: 2 });
    expect(system.pkexec.calls()).toEqual(['run system']);
  });
});

it.each([
  ['session', 'DBUS_SESSION_BUS_ADDRESS'],
  ['system', 'DBUS_SYSTEM_BUS_ADDRESS'],
])(
  'a %s bus that goes away in mid-run, and no relay between, leaves no process, and nothing is lost',
  async (_which, variable) => {
    const home = await homeOfTest();
    await writeLetters(home);
    const profiles = [folderProfile(home, 'letters', 'Letters')];
    await writeSettings(home, { profiles, toldOfNoTray: true });
    const settings = await readFile(home.settings, 'utf8');
    const first = await sessionBus();
    const application = await startApplication(withBus(home, variable, first.address));
    onTestFinished(application.stop);
    const window = await application.window();
    await makeLarge(join(home.path, 'Letters/panorama.raw'));
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/copied ·/).waitFor();
    const closed = application.electron.waitForEvent('close');
    await first.stop();
    // Chromium ends itself then (dbus/bus.cc). As desktops start it, it survives: lost-bus.test.ts.
    await closed;
    await eventually(() => expect(processesNaming(join(home.path, 'Letters'))).toEqual([]));
    expect(snapshotsIn(join(home.path, 'backups/letters'))).toEqual([]);
    expect(await readFile(home.settings, 'utf8')).toBe(settings);
    await rm(join(home.path, 'Letters/panorama.raw'));
    const second = await sessionBus();
    const again = await startApplication(withBus(home, variable, second.address));
    onTestFinished(again.stop);
    const windowAgain = await again.window();
    await windowAgain.getByRole('button', { name: 'Back up now' }).click();
    await windowAgain.getByText('You are safe.').waitFor();
  },
);

it('a clock that jumps ahead and back makes one backup each time it is due, and no storm', async () => {
  const home = await homeOfTest();
  await writeLetters(home);
  const profiles = [folderProfile(home, 'letters', 'Letters')];
  const triggers = { letters: { ...AT_MIDNIGHT, scheduledSince: systemClock.now().getTime() } };
  await writeSettings(home, { profiles, triggers, toldOfNoTray: true });
  const notifications = await notificationServer();
  const application = await startApplication(home);
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByText('You are not backed up yet.').waitFor();
  await jump(application, 400 * DAY);
  await logged(home, ['run']);
  await jump(application, 0);
  await logged(home, ['run', 'clock-set-back']);
  await jump(application, 0);
  await window.getByText('The newest backup is dated later than this computer’s clock.').waitFor();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await logged(home, ['run', 'clock-set-back', 'run']);
  expect(bodiesOf(notifications)).toEqual([
    'The backup has started.',
    expect.stringMatching(/^Finished in /),
    'The backup has started.',
    expect.stringMatching(/^Finished in /),
  ]);
  await window.getByText('You are safe.').waitFor();
});

it('a clock that begins in 1970, as where its battery is empty, is told once for each age and hides nothing', async () => {
  const home = await homeOfTest();
  await writeLetters(home);
  const profiles = [folderProfile(home, 'letters', 'Letters')];
  await writeSettings(home, { profiles, toldOfNoTray: true });
  const notifications = await notificationServer();
  const application = await startApplication(home);
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText('You are safe.').waitFor();
  const epoch = -systemClock.now().getTime();
  for (const days of [2, 20, 21, 40, 41]) {
    await jump(application, epoch + days * DAY);
    await window
      .getByText('The newest backup is dated later than this computer’s clock.')
      .waitFor();
  }
  await jump(application, 0);
  await window.getByText('You are safe.').waitFor();
  const dated = expect.stringMatching(/^The newest backup is dated later than/) as unknown;
  expect(bodiesOf(notifications)).toEqual([
    'The backup has started.',
    expect.stringMatching(/^Finished in /),
    dated,
    dated,
  ]);
  await logged(home, ['run', 'clock-set-back']);
});

async function homeOfTest(): Promise<TestHome> {
  const home = await makeHome();
  onTestFinished(home.remove);
  return home;
}

async function writeLetters({ path }: TestHome): Promise<void> {
  await mkdir(join(path, 'Letters'));
  await writeFile(join(path, 'Letters/To Ada.txt'), 'Dear Ada');
}

/** A file of holes: it takes no room, and time to copy. */
async function makeLarge(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 200 * 1024 ** 3);
}

async function notificationServer(): Promise<FakeNotificationServer> {
  const notifications = await FakeNotificationServer.start();
  onTestFinished(() => notifications.stop());
  return notifications;
}

function bodiesOf({ sent }: FakeNotificationServer): readonly string[] {
  return sent.map(({ body }) => body);
}

function withBus(home: TestHome, variable: string, address: string): TestHome {
  return { ...home, environment: { ...home.environment, [variable]: address } };
}

/** @param ahead of the real clock; milliseconds */
async function jump({ electron }: TestApplication, ahead: number): Promise<void> {
  await electron.evaluate(({ powerMonitor }, shift) => {
    const real = globalThis as { RealDate?: DateConstructor };
    const RealDate = (real.RealDate ??= Date);
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, args: readonly unknown[]) =>
        Reflect.construct(target, args.length === 0 ? [target.now() + shift] : args) as Date,
    });
    // As a computer that wakes up; otherwise it is noticed within the hour.
    powerMonitor.emit('resume');
  }, ahead);
}

async function logOf(home: TestHome): Promise<RunLog> {
  const path = join(home.path, 'config/rsync-system-backup/runs.json');
  return JSON.parse(await readFile(path, 'utf8')) as RunLog;
}

async function logged(home: TestHome, kinds: readonly string[]): Promise<void> {
  await eventually(async () => {
    expect((await logOf(home)).entries.map(({ kind }) => kind)).toEqual(kinds);
  });
}

function snapshotsIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => /^\d{4}-/.test(name));
}
