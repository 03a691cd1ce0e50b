import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeNotificationServer } from './fake-notification-server.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, makeHome, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let notifications: FakeNotificationServer;
let tray: FakeTrayHost | null;
let application: TestApplication;

beforeEach(async () => {
  home = await makeHome();
  tray = null;
  notifications = await FakeNotificationServer.start();
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
  await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
});

afterEach(async () => {
  await application.stop();
  tray?.stop();
  notifications.stop();
  await home.remove();
});

describe('a tray', () => {
  it('that comes late gets the icon, with its menu', async () => {
    application = await startApplication(home, ['--hidden']);
    await eventually(() => expect(notifications.sent).toHaveLength(1));
    tray = await FakeTrayHost.start();
    expect(await tray.tooltip()).toMatch(/^System Backup\nNo backup yet/);
    await tray.click('Back up now');
    await eventually(() => expect(notifications.sent.at(-1)?.body).toMatch(/^Finished in /));
  });

  it('that is started again gets the icon again', async () => {
    tray = await FakeTrayHost.start();
    application = await startApplication(home, ['--hidden']);
    await tray.tooltip();
    tray.stop();
    tray = await FakeTrayHost.start();
    expect(await tray.tooltip()).toMatch(/^System Backup/);
    expect((await tray.menu()).map(({ label }) => label)).toContain('Back up now');
  });

  it('that is missing is told once, and the window has everything', async () => {
    application = await startApplication(home, ['--hidden']);
    await eventually(() => expect(notifications.sent).toHaveLength(1));
    expect(notifications.sent[0]?.body).toMatch(/^This desktop shows no tray icons\./);
    expect(notifications.sent[0]).toMatchObject({
      actions: ['default', 'Open', '0', 'Open'],
      urgency: 1,
    });
    await application.stop();
    application = await startApplication(home);
    const window = await application.window();
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByText(/^This desktop shows no tray icons\./).waitFor();
    expect(notifications.sent).toHaveLength(1);
  });

  it('opens the page of the snapshots', async () => {
    tray = await FakeTrayHost.start();
    application = await startApplication(home, ['--hidden']);
    await tray.click('Browse snapshots');
    const window = await application.window();
    await window.getByRole('heading', { name: 'Snapshots' }).waitFor();
    await window.getByRole('tab', { name: 'Overview' }).click();
    await tray.click('Browse snapshots');
    await window.getByRole('heading', { name: 'Snapshots' }).waitFor();
  });

  it.each([
    ['1', 22],
    ['1.05', 24],
    ['1.25', 32],
    ['2', 44],
  ])('has an icon in the size of the screen: at %s times %d pixels', async (factor, size) => {
    tray = await FakeTrayHost.start();
    application = await startApplication(home, [
      ...['--hidden', `--force-device-scale-factor=${factor}`],
    ]);
    expect(await tray.icon()).toMatchObject({ width: size, height: size });
  });
});

describe('a notification', () => {
  it('replaces the one before, and a click on it opens the window', async () => {
    tray = await FakeTrayHost.start();
    application = await startApplication(home, ['--hidden']);
    await tray.click('Back up now');
    await eventually(() => expect(notifications.sent.at(-1)?.body).toMatch(/^Finished in /));
    expect(notifications.sent.map(({ replaces }) => replaces)).toEqual([0, 1]);
    expect(notifications.open).toBe(1);
    const opened = application.electron.waitForEvent('window');
    notifications.click(1, 'default');
    await (await opened).getByText('You are safe.').waitFor();
  });

  it('of a failure offers to try again, without markup from names', async () => {
    await writeSettings(home, { profiles: [folderProfile(home, 'gone', 'R&D <b>x</b>')] });
    tray = await FakeTrayHost.start();
    application = await startApplication(home, ['--hidden']);
    await tray.click('Back up now');
    const failed = await eventually(() => {
      expect(notifications.sent).toHaveLength(2);
      return notifications.sent[1];
    });
    expect(failed?.actions).toEqual(['default', 'Open', '0', 'Open', '1', 'Retry']);
    expect(failed?.body).toContain('R&amp;D &lt;b&gt;x&lt;/b&gt;');
    expect(failed?.urgency).toBe(2);
    await mkdir(join(home.path, 'R&D <b>x<', 'b>'), { recursive: true });
    notifications.click(1, '1');
    await eventually(() => expect(notifications.sent.at(-1)?.body).toMatch(/^Finished in /));
  });

  it('is plain text without buttons for a server that can show nothing else', async () => {
    notifications.stop();
    notifications = await FakeNotificationServer.start(undefined, ['body']);
    await writeSettings(home, { profiles: [folderProfile(home, 'gone', 'R&D <b>x</b>')] });
    tray = await FakeTrayHost.start();
    application = await startApplication(home, ['--hidden']);
    await tray.click('Back up now');
    const failed = await eventually(() => {
      expect(notifications.sent).toHaveLength(2);
      return notifications.sent[1];
    });
    expect(failed?.body).toContain('R&D <b>x</b>');
    expect(failed?.actions).toEqual([]);
  });

  it('comes after the server was started again', async () => {
    tray = await FakeTrayHost.start();
    application = await startApplication(home, ['--hidden']);
    await tray.click('Back up now');
    await eventually(() => expect(notifications.sent.at(-1)?.body).toMatch(/^Finished in /));
    notifications.stop();
    notifications = await FakeNotificationServer.start();
    await tray.click('Back up now');
    await eventually(() => expect(notifications.sent.at(-1)?.body).toMatch(/^Finished in /));
    expect(notifications.sent[0]?.replaces).toBe(0);
  });

  it('that nobody can show keeps nothing from being backed up', async () => {
    notifications.stop();
    application = await startApplication(home);
    const window = await application.window();
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/^Finished in /).waitFor();
    notifications = await FakeNotificationServer.start();
  });
});
