import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';
import { desktopForTest } from './desktop-for-test.js';
import type { FakeNotificationServer } from './fake-notification-server.js';
import type { FakeTrayHost } from './fake-tray-host.js';
import { fakeXdgOpen } from './fake-xdg-open.js';
import { expectForEveryone } from './looks.js';
import { trayIconName } from './tray-icon-name.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let notifications: FakeNotificationServer;
let application: TestApplication;

beforeEach(async () => {
  ({ home, tray, notifications } = await desktopForTest());
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
});

afterEach(() => application.stop());

const NEVER = { from: 1e16, to: 1e16, count: 1, profileId: 'letters', profileName: 'Letters' };
const LOG_OF_NEVER = JSON.stringify({
  ...EMPTY_RUN_LOG,
  entries: [{ kind: 'held', reason: 'paused', ...NEVER }],
});

/** What is chosen on the page of the log, and how many entries there are then. */
const SHOWN = [
  ['Everything', 'Gone (deleted)', 1],
  ['Failed', 'All backups', 1],
  ['Problems', 'Gone (deleted)', 1],
  ['Finished', 'All backups', 1],
  ['Finished', 'Letters', 1],
  ['Finished', 'Gone (deleted)', 0],
  ['Finished with warnings', 'All backups', 0],
  ['Cancelled', 'All backups', 0],
  ['Did not start', 'All backups', 0],
] as const;

describe('the log', () => {
  it(
    'keeps what became of each run, also when the application is started again',
    { timeout: 240_000 },
    async () => {
      const profiles = [
        folderProfile(home, 'letters', 'Letters'),
        folderProfile(home, 'gone', 'Gone'),
      ];
      await writeSettings(home, { profiles });
      application = await startApplication(home);
      await tray.click('Back up “Letters” now');
      await eventually(() => expect(notifications.sent.at(-1)?.body).toMatch(/^Finished/));
      await tray.click('Back up “Gone” now');
      const path = join(home.path, 'config/rsync-system-backup/runs.json');
      // The application is killed, and a killed one writes nothing any more.
      await eventually(async () =>
        expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
          entries: [{ kind: 'run' }, { kind: 'run', result: { outcome: 'failed' } }],
        }),
      );
      await application.stop();

      await writeSettings(home, { profiles: profiles.slice(0, 1) });
      application = await startApplication(home);
      const window = await application.window();
      await window.getByText('You are safe.').waitFor();
      await openPage(window, 'Log');
      await window.getByText(/^Finished in /).waitFor();
      await window.getByText('Started by hand.').first().waitFor();
      expect(await window.getByRole('listitem').count()).toBe(2);
      const show = window.getByRole('combobox', { name: 'Show' });
      const backup = window.getByRole('combobox', { name: 'Backup' });
      for (const [shown, of, count] of SHOWN) {
        await show.selectOption(shown);
        await backup.selectOption(of);
        await eventually(async () => {
          const entries = await window.getByRole('listitem').count();
          expect(entries, `${shown} of ${of}`).toBe(count);
        });
      }
      await window.getByText('There is no such entry.').waitFor();
      await show.selectOption('Everything');
      await backup.selectOption('Letters');
      await window.getByRole('button', { name: /^Copy the entry of/ }).click();
      await eventually(async () => {
        const copied = await application.electron.evaluate(({ clipboard }) => clipboard.readText());
        expect(copied).toMatch(/Letters\nFinished in .+\n/);
      });
      for (const page of ['Log', 'Settings']) {
        await openPage(window, page);
        await expectForEveryone(application, window);
      }
      await openPage(window, 'Log');
      const viewer = await fakeXdgOpen(home, 4);
      await window.getByRole('button', { name: /^Show in folder: snapshot of / }).click();
      const refused = window
        .getByRole('listitem')
        .filter({ hasText: 'The file manager did not open.' });
      await refused.getByRole('button', { name: 'Details' }).click();
      await refused.getByText(/\/backups\/letters\/\d{4}-.*\s+xdg-open ended with 4\./).waitFor();
      expect(await viewer.asked()).toEqual([expect.stringMatching(/\/backups\/letters\/\d{4}-/)]);
    },
  );

  it.each([
    ['broken', '{"version":1,"ent'],
    ['of times that there are not', LOG_OF_NEVER],
  ])('that is %s is kept under another name, and named', async (_what, text) => {
    const path = join(home.path, 'config/rsync-system-backup/runs.json');
    await writeFile(path, text);
    application = await startApplication(home);
    const window = await application.window();
    await window
      .getByText('The log of earlier backups could not be understood, and begins anew.')
      .waitFor();
    expect(await readFile(`${path}.not-understood`, 'utf8')).toBe(text);
  });
});

describe('settings', () => {
  it('take effect at once, and are kept', async () => {
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    application = await startApplication(home);
    const window = await application.window();
    await openPage(window, 'Settings');
    await window.getByText('Dark', { exact: true }).click();
    await window.waitForFunction(
      () => getComputedStyle(document.body).backgroundColor === 'rgb(34, 34, 38)',
    );
    expect(await trayIconName(application, tray)).toBe('idle-on-light');
    await window.getByText('Problems only').click();
    await window.getByText('Start when I log in, without a window').click();
    const entry = join(home.path, 'config/autostart/rsync-system-backup.desktop');
    await eventually(() => expect(existsSync(entry)).toBe(true));
    expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=".+" "--hidden"$/m);
    await eventually(() => {
      const settings: unknown = JSON.parse(readFileSync(home.settings, 'utf8'));
      expect(settings).toMatchObject({ theme: 'dark', notifications: 'problems' });
    });
    await tray.click('Back up now');
    await openPage(window, 'Overview');
    await window.getByText(/^Finished in /).waitFor();
    expect(notifications.sent).toEqual([]);
  });

  it('a pause is made in the tray, and ended in the window', async () => {
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    application = await startApplication(home);
    const window = await application.window();
    await openPage(window, 'Settings');
    await tray.click('For 4 hours');
    await window.getByText(/^No backup starts by itself until /).waitFor();
    expect(await tray.tooltip()).toMatch(/Paused until /);
    await window.getByRole('button', { name: 'Resume backups' }).click();
    await window.getByRole('button', { name: 'Pause for 1 hour' }).waitFor();
  });
});
