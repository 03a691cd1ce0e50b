import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { desktopForTest } from './desktop-for-test.js';
import type { FakeNotificationServer } from './fake-notification-server.js';
import type { FakeTrayHost } from './fake-tray-host.js';
import { startSecondInstance } from './second-instance.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let notifications: FakeNotificationServer;
let application: TestApplication;

beforeEach(async () => {
  ({ home, tray, notifications } = await desktopForTest());
  for (const name of ['Letters', 'Pictures']) {
    await mkdir(join(home.path, name));
    await writeFile(join(home.path, name, 'One'), 'one');
  }
});

afterEach(() => application.stop());

function finished(): number {
  return notifications.sent.filter(({ body }) => body.startsWith('Finished in ')).length;
}

it('“Back up now” backs up without a window, also when the application runs already', async () => {
  await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
  application = await startApplication(home, ['--back-up']);
  await eventually(() => expect(finished()).toBe(1));
  await startSecondInstance(home, '--back-up');
  await eventually(() => expect(finished()).toBe(2));
  expect(application.electron.windows()).toEqual([]);
});

it('“Back up now” leaves the choice among several to the person', async () => {
  const names = ['Letters', 'Pictures'] as const;
  await writeSettings(home, {
    profiles: names.map((name) => folderProfile(home, name.toLowerCase(), name)),
  });
  application = await startApplication(home, ['--hidden']);
  await tray.tooltip();
  const opened = application.electron.waitForEvent('window');
  await startSecondInstance(home, '--back-up');
  await (await opened).getByRole('button', { name: 'Back up now' }).first().waitFor();
  expect(finished()).toBe(0);
});

it('“Browse snapshots” opens the window at the snapshots', async () => {
  await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
  application = await startApplication(home, ['--browse']);
  const window = await application.window();
  await window.getByRole('heading', { name: 'Snapshots' }).waitFor();
  await window.getByRole('tab', { name: 'Overview' }).click();
  await startSecondInstance(home, '--browse');
  await window.getByRole('heading', { name: 'Snapshots' }).waitFor();
});
