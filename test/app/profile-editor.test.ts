import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../main/shared/settings.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let application: TestApplication;
let window: Page;

beforeEach(async () => {
  home = await makeHome();
  tray = await FakeTrayHost.start();
  await mkdir(join(home.path, 'Letters/.cache'), { recursive: true });
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
  await writeFile(join(home.path, 'Letters/.cache/junk'), 'x'.repeat(5000));
});

afterEach(async () => {
  await application.stop();
  tray.stop();
  await home.remove();
});

describe('a backup', () => {
  it('is set up, tested, saved and made', async () => {
    await open();
    await window.getByRole('button', { name: 'New backup' }).click();
    await field('Name').fill('Letters');
    await chooseFolder(join(home.path, 'Letters'), 0);
    await chooseFolder(join(home.path, 'Disk'), 1);
    const destination = join(home.path, 'Disk/backup/latest');
    await eventually(async () => {
      expect(await field('Folder for the backup').inputValue()).toBe(destination);
    });
    await window.getByText(/^Backs up every day at 18:00\. Next: /).waitFor();
    await window.getByRole('button', { name: 'Measure what this saves' }).click();
    await window.getByLabel('Caches (5 kB)').waitFor();
    await window.getByRole('button', { name: 'Test', exact: true }).click();
    await window.getByText(/^A backup would copy \d+ bytes: 1 new\.$/).waitFor();
    expect(existsSync(join(home.path, 'Disk'))).toBe(false);
    const command = await window.getByRole('region', { name: 'Command' }).textContent();
    expect(command).toMatch(/^rsync-system-backup --no-sudo .*Letters .*Disk\/backup\/latest$/);
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await window.getByRole('listitem', { name: 'Letters' }).waitFor();
    await window.getByText('Backs up every day at 18:00.').waitFor();
    expect(settings().triggers['backup']?.schedule).toBe('0 18 * * *');

    await tray.click('Back up now');
    await openPage(window, 'Overview');
    await window.getByText('You are safe.').waitFor();
    expect(existsSync(join(destination, 'To Ada.txt'))).toBe(true);
    expect(existsSync(join(destination, '.cache'))).toBe(false);
    expect(application.complaints).toEqual([]);
  });

  it('is edited, duplicated and deleted; its snapshots stay', async () => {
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    await open();
    await window.getByRole('button', { name: 'Edit Letters' }).click();
    await window.getByLabel('Every week').check();
    await window.getByRole('combobox', { name: 'On' }).selectOption('Friday');
    await window.getByLabel('At', { exact: true }).fill('09:30');
    await window.getByText(/^Backs up every Friday at 09:30\. Next: /).waitFor();
    await window.getByLabel('One a day').fill('30');
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await window.getByText('Backs up every Friday at 09:30.').waitFor();
    const { triggers, profiles } = settings();
    expect(triggers['letters']?.schedule).toBe('30 9 * * 5');
    expect(profiles[0]?.rotation.scheme.daily).toBe(30);

    await window.getByRole('button', { name: 'Duplicate Letters' }).click();
    await window.getByText('Choose where to back up to.').waitFor();
    await field('Folder for the backup').fill(join(home.path, 'other/latest'));
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await window.getByRole('listitem', { name: 'Letters (copy)' }).waitFor();

    await window.getByRole('button', { name: 'Delete Letters', exact: true }).click();
    await window.getByRole('button', { name: 'Keep' }).click();
    await window.getByRole('button', { name: 'Delete Letters', exact: true }).click();
    await window.getByRole('button', { name: 'Delete “Letters”' }).click();
    await eventually(() => expect(settings().profiles.map(({ id }) => id)).toEqual(['backup']));
    expect(settings().triggers['letters']).toBeUndefined();
  });
});

describe('what is typed', () => {
  it.each([
    ['', 'Choose where to back up to.'],
    ['--delete', 'A destination does not begin with “-”.'],
    ['latest', /^Write the whole path, from the first slash on; on another computer, /],
    ['ada@host:', /there is no directory around it for the snapshots/],
    ['rsync://host', /cannot be read/],
    ['/latest', 'Choose a folder inside of another, in which snapshots find room.'],
  ])('as destination “%s” is explained', async (destination, message) => {
    await open();
    await window.getByRole('button', { name: 'New backup' }).click();
    await field('Folder for the backup').fill(destination);
    await window.getByText(message).waitFor();
    expect(await save().isDisabled()).toBe(true);
  });

  it('as a destination inside of the source is refused', async () => {
    await open();
    await window.getByRole('button', { name: 'New backup' }).click();
    await field('Folder for the backup').fill(join(home.path, 'inside/latest'));
    await window.getByText('This is inside of what is backed up. Choose another place.').waitFor();
  });

  it('as a schedule that is none is explained, and cannot be saved', async () => {
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    await open();
    await window.getByRole('button', { name: 'Edit Letters' }).click();
    await window.getByLabel('By a cron expression').check();
    await field('Minute, hour').fill('0 25 * * *');
    await window.getByText('“25” is no hour; it goes from 0 to 23.').waitFor();
    expect(await save().isDisabled()).toBe(true);
    await field('Minute, hour').fill('*/20 * * * 1-5');
    await window.getByText(/^Backs up every 20 minutes from Monday to Friday\. Next: /).waitFor();
    expect(await save().isDisabled()).toBe(false);
  });

  it('as a folder that is not there is told, and may be saved', async () => {
    await open();
    await window.getByRole('button', { name: 'New backup' }).click();
    await field('Folder to back up').fill(join(home.path, 'nowhere'));
    await field('Folder for the backup').fill('/mnt/backup/latest');
    await window.getByText('There is no such folder at the moment.').waitFor();
    await eventually(async () => expect(await save().isDisabled()).toBe(false));
  });

  it('as a rotation that keeps nothing is refused', async () => {
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    await open();
    await window.getByRole('button', { name: 'Edit Letters' }).click();
    for (const label of ['One an hour', 'One a day', 'One a week', 'One a month']) {
      await window.getByLabel(label).fill('');
    }
    await window.getByText('Keep some snapshots, or nothing would be left to restore.').waitFor();
  });
});

async function open(): Promise<void> {
  application = await startApplication(home);
  window = await application.window();
  await openPage(window, 'Backups');
}

/** The dialog itself belongs to the desktop. */
async function chooseFolder(path: string, index: number): Promise<void> {
  await application.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await window.getByRole('button', { name: 'Choose a folder…' }).nth(index).click();
}

function field(label: string): Locator {
  return window.getByLabel(label);
}

function save(): Locator {
  return window.getByRole('button', { name: 'Save', exact: true });
}

function settings(): Settings {
  return JSON.parse(readFileSync(home.settings, 'utf8')) as Settings;
}
