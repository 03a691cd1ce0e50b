import { rm, truncate, writeFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopForTest } from './desktop-for-test.js';
import type { FakeNotificationServer } from './fake-notification-server.js';
import type { FakeTrayHost } from './fake-tray-host.js';
import { fakeXdgOpen } from './fake-xdg-open.js';
import { processesNaming } from './running-processes.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let notifications: FakeNotificationServer;
let application: TestApplication;

beforeEach(async () => {
  ({ home, tray, notifications } = await desktopForTest());
  application = await startApplication(home);
});

afterEach(() => application.stop());

describe('the demonstration', () => {
  it('is backed up from the tray menu, with progress, notifications and a snapshot', async () => {
    const window = await application.window();
    await createDemonstration();
    await window.getByText('The sample folder is not backed up yet.').waitFor();
    await makeLarge('Pictures/Panorama.raw', 2 * GIGABYTE);

    await tray.click('Back up now');
    await window.getByRole('progressbar').waitFor();
    await window.getByText(/copied ·/).waitFor();
    await window.getByText('The sample folder is safe.').waitFor();

    await window.getByText(/^Finished in /).waitFor();
    await openPage(window, 'Snapshots');
    await window.getByRole('heading', { name: /^Backup of today/ }).waitFor();
    const sent = await eventually(() => {
      expect(notifications.sent).toHaveLength(2);
      return notifications.sent;
    });
    expect(sent.map(({ title }) => title)).toEqual(['Sample folder', 'Sample folder']);
    expect(sent[0]?.body).toBe('The backup has started.');
    expect(sent[1]?.body).toMatch(/^Finished in .+\.$/);
    expect(notifications.open).toBe(1);

    const [snapshot = ''] = snapshots();
    const script = join(home.demonstration, 'backup', snapshot, 'Projects/count-words');
    expect(readFileSync(script, 'utf8')).toMatch(/^#!/);
    expect(await tray.tooltip()).toMatch(/^System Backup\nLast backup today \d\d:\d\d$/);
    expect(application.complaints).toEqual([]);
  });

  it('remembers the identity of the destination', async () => {
    const window = await application.window();
    await createDemonstration();
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/^Finished in /).waitFor();
    const settings: unknown = JSON.parse(readFileSync(home.settings, 'utf8'));
    const marker = join(home.demonstration, 'backup/.rsync-system-backup/destination.json');
    const { id } = JSON.parse(readFileSync(marker, 'utf8')) as { readonly id: string };
    expect(settings).toMatchObject({ profiles: [{ id: 'demonstration', destinationId: id }] });
  });

  it('opens a snapshot in the file manager by its name, and says when it is gone', async () => {
    const window = await application.window();
    await createDemonstration();
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/^Finished in /).waitFor();
    await openPage(window, 'Snapshots');
    const show = async (): Promise<void> => {
      await window.getByRole('button', { name: 'This snapshot' }).click();
      await window.getByRole('menuitem', { name: 'Show in folder' }).click();
    };
    await window.getByRole('option', { name: /Projects/ }).waitFor();
    const viewer = await fakeXdgOpen(home, 4);
    await show();
    await window.getByText('The file manager did not open.').waitFor();
    await window.getByRole('button', { name: 'Details' }).click();
    const [snapshot = ''] = snapshots();
    const path = join(home.demonstration, 'backup', snapshot);
    await window.getByText(path).getByText('xdg-open ended with 4.').waitFor();
    expect(await viewer.asked()).toEqual([path]);
    await rm(join(home.demonstration, 'backup', snapshot), { recursive: true });
    await show();
    await window.getByText('This snapshot is not there any more.').waitFor();
  });
});

describe('a run', () => {
  it('is cancelled from the window, and leaves no snapshot and no process', async () => {
    const window = await application.window();
    await createDemonstration();
    await makeLarge('Pictures/Panorama.raw', 200 * GIGABYTE);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/copied ·/).waitFor();
    await window.getByRole('button', { name: 'Cancel' }).click();
    await window.getByText('The backup was cancelled.').waitFor();
    expect(snapshots()).toEqual([]);
    expect(processesNaming(home.demonstration)).toEqual([]);
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toMatch(/^The backup was cancelled\./);
    });
  });

  it('goes on when the window is closed, and is there when it is opened again', async () => {
    const window = await application.window();
    await createDemonstration();
    await makeLarge('Pictures/Panorama.raw', 200 * GIGABYTE);
    await tray.click('Back up now');
    await window.getByText(/copied ·/).waitFor();
    await window.close();
    await tray.click('Open');
    const again = await application.electron.waitForEvent('window');
    await again.getByText(/copied ·/).waitFor();
    await tray.click('Cancel');
    await again.getByText('The backup was cancelled.').waitFor();
  });

  it('says why it failed and what to do', async () => {
    const window = await application.window();
    await createDemonstration();
    await writeFile(join(home.demonstration, 'backup/Somebody else’s.txt'), 'not a backup');
    await writeFile(join(home.demonstration, 'backup/latest'), 'a file in the way');
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText('The last backup failed.').waitFor();
    expect(snapshots()).toEqual([]);
    await eventually(async () => {
      expect((await tray.menu()).map(({ label }) => label)).toContain('The last backup failed');
    });
    expect(notifications.sent.at(-1)?.body).not.toBe('');
  });

  it('is asked about when the person quits, and is over before the application ends', async () => {
    const window = await application.window();
    await createDemonstration();
    await makeLarge('Pictures/Panorama.raw', 200 * GIGABYTE);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/copied ·/).waitFor();
    const closed = application.electron.waitForEvent('close');
    await application.electron.evaluate(({ dialog }) => {
      const answer = (response: number) => ({ response, checkboxChecked: false });
      const answers = [answer(0), answer(1)];
      dialog.showMessageBox = () => Promise.resolve(answers.shift() ?? answer(1));
    });
    await tray.click('Quit');
    await window.getByText(/copied ·/).waitFor();
    await tray.click('Quit');
    await closed;
    expect(processesNaming(home.demonstration)).toEqual([]);
    expect(snapshots()).toEqual([]);
  });

  it('ends without a question when the session ends', async () => {
    const window = await application.window();
    await createDemonstration();
    await makeLarge('Pictures/Panorama.raw', 200 * GIGABYTE);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/copied ·/).waitFor();
    const closed = application.electron.waitForEvent('close');
    process.kill(application.pid, 'SIGTERM');
    await closed;
    expect(processesNaming(home.demonstration)).toEqual([]);
    expect(snapshots()).toEqual([]);
  });

  it('ends cleanly when the application is killed', async () => {
    const window = await application.window();
    await createDemonstration();
    await makeLarge('Pictures/Panorama.raw', 200 * GIGABYTE);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/copied ·/).waitFor();
    expect(processesNaming(home.demonstration)).not.toEqual([]);
    process.kill(application.pid, 'SIGKILL');
    await eventually(() => expect(processesNaming(home.demonstration)).toEqual([]));
    expect(snapshots()).toEqual([]);
  });
});

const GIGABYTE = 1024 ** 3;

async function createDemonstration(): Promise<void> {
  const window = await application.window();
  await window.getByRole('button', { name: 'Try it with a sample folder' }).click();
  await window.getByRole('button', { name: 'Back up now' }).waitFor();
}

/** A file of holes: it takes no room, and time to copy. */
async function makeLarge(name: string, size: number): Promise<void> {
  const path = join(home.demonstration, 'sample', name);
  await writeFile(path, '');
  await truncate(path, size);
}

function snapshots(): readonly string[] {
  return readdirSync(join(home.demonstration, 'backup')).filter((name) => /^\d{4}-/.test(name));
}
