import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunLog } from '../../main/shared/run-log.js';
import { desktopForTest } from './desktop-for-test.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

// Most of them start the application twice.
vi.setConfig({ testTimeout: 180_000 });

let home: TestHome;
let application: TestApplication;
let window: Page;

beforeEach(async () => {
  ({ home } = await desktopForTest());
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
  await writeSettings(home, { profiles: [folderProfile(home, 'backup', 'Letters')] });
  application = await startApplication(home);
  window = await application.window();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText('You are safe.').waitFor();
  await eventually(async () => expect((await log()).entries).toHaveLength(1));
});

afterEach(() => application.stop());

it('a backup that is sent elsewhere is not safe there', async () => {
  await openPage(window, 'Backups');
  await window.getByRole('button', { name: 'Edit Letters' }).click();
  await window.getByLabel('Folder for the backup').fill(join(home.path, 'other/latest'));
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await openPage(window, 'Overview');
  await window.getByText('You are not backed up yet.').waitFor();
});

it('a new backup inherits nothing of one that was deleted', async () => {
  await openPage(window, 'Backups');
  await window.getByRole('button', { name: 'Delete Letters', exact: true }).click();
  await window.getByRole('button', { name: 'Delete “Letters”' }).click();
  await window.getByRole('listitem', { name: 'Letters' }).waitFor({ state: 'detached' });
  await window.getByRole('button', { name: 'New backup' }).click();
  await window.getByLabel('Name').fill('Photos');
  await window.getByLabel('Folder to back up').fill(join(home.path, 'Letters'));
  await window.getByLabel('Folder for the backup').fill(join(home.path, 'photos/latest'));
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await window.getByRole('listitem', { name: 'Photos' }).waitFor();
  const { profiles } = JSON.parse(await readFile(home.settings, 'utf8')) as {
    readonly profiles: readonly { readonly id: string }[];
  };
  expect(profiles.map(({ id }) => id)).toEqual(['backup-2']);
  await openPage(window, 'Overview');
  await window.getByText('You are not backed up yet.').waitFor();
});

it('a disk that is away after a restart leaves what the log tells', async () => {
  await application.stop();
  await rename(join(home.path, 'backups'), join(home.path, 'unplugged'));
  application = await startApplication(home);
  window = await application.window();
  await window.getByText('You are safe.').waitFor();
});

it('a backup whose snapshots were all removed is not safe', async () => {
  await application.stop();
  const parent = join(home.path, 'backups/backup');
  await rm(parent, { recursive: true });
  await mkdir(parent);
  application = await startApplication(home);
  window = await application.window();
  await window.getByText('You are not backed up yet.').waitFor();
});

async function log(): Promise<RunLog> {
  const path = join(home.path, 'config/rsync-system-backup/runs.json');
  return JSON.parse(await readFile(path, 'utf8')) as RunLog;
}
