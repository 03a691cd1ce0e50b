import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { desktopForTest } from './desktop-for-test.js';
import type { FakeNotificationServer } from './fake-notification-server.js';
import type { FakeTrayHost } from './fake-tray-host.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let notifications: FakeNotificationServer;
let application: TestApplication;

beforeEach(async () => {
  ({ home, tray, notifications } = await desktopForTest());
});

afterEach(() => application.stop());

it('each profile has its own place in menu and window', async () => {
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
  await writeSettings(home, {
    profiles: [
      folderProfile(home, 'letters', 'Letters'),
      folderProfile(home, 'photos', 'R&D <b>photos</b>'),
    ],
  });
  application = await startApplication(home);
  const window = await application.window();
  await tray.click('Back up “Letters” now');
  const letters = window.getByRole('article', { name: 'Letters' });
  await letters.getByText('“Letters” is safe.').waitFor();
  const photos = window.getByRole('article', { name: 'R&D <b>photos</b>' });
  await photos.getByText('“R&D <b>photos</b>” is not backed up yet.').waitFor();
  await openPage(window, 'Snapshots');
  await window.getByRole('option', { name: /To Ada/ }).waitFor();
  await window.getByRole('combobox', { name: 'Backup' }).selectOption('R&D <b>photos</b>');
  await window.getByText(/^Every backup adds a snapshot here/).waitFor();
});

it('a source that is not there is named, in the window and in a notification without markup', async () => {
  await writeSettings(home, { profiles: [folderProfile(home, 'photos', 'R&D <b>photos</b>')] });
  application = await startApplication(home);
  const window = await application.window();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText('The last backup failed.').waitFor();
  await window.getByText(join(home.path, 'R&D <b>photos</b>')).waitFor();
  const { title, body } = await eventually(() => {
    expect(notifications.sent).toHaveLength(2);
    return notifications.sent[1] ?? { title: '', body: '' };
  });
  expect(title).toBe('R&D <b>photos</b>');
  expect(body).toContain('R&amp;D &lt;b&gt;photos&lt;/b&gt;');
});
