import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

const DAY = 24 * 60 * 60_000;

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

it('another backup in its place, as on a disk of another person, tells nothing of it', async () => {
  await application.stop();
  const parent = join(home.path, 'backups/backup');
  const marker = join(parent, '.rsync-system-backup/destination.json');
  const known = JSON.parse(await readFile(marker, 'utf8')) as object;
  await writeFile(marker, JSON.stringify({ ...known, id: 'of-another-person' }));
  for (const name of await readdir(parent)) {
    if (/^\d/.test(name)) await rm(join(parent, name), { recursive: true });
  }
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

it('a backup whose snapshot is removed in the window is not safe any more at once', async () => {
  await openPage(window, 'Snapshots');
  await window.getByRole('button', { name: 'This snapshot' }).click();
  await window.getByRole('menuitem', { name: /^Remove/ }).click();
  await window.getByRole('button', { name: 'Remove 1 snapshot' }).click();
  await openPage(window, 'Overview');
  await window.getByText('You are not backed up yet.').waitFor();
});

it('a run that changes nothing keeps an old backup safe, also after a restart', async () => {
  await application.stop();
  await age(30 * DAY);
  application = await startApplication(home);
  window = await application.window();
  await window.getByText('The last backup is 30 days old.').waitFor();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText('You are safe.').waitFor();
  const { entries } = await eventually(async () => {
    const now = await log();
    expect(now.entries).toHaveLength(2);
    return now;
  });
  expect(entries[1]).toMatchObject({ result: { outcome: 'complete', snapshot: null } });
  await application.stop();
  application = await startApplication(home);
  window = await application.window();
  await window.getByText('You are safe.').waitFor();
});

/** As if the backup had been made so long ago: the snapshot, and whatever names it or tells when it was taken. */
async function age(by: number): Promise<void> {
  const known = await log();
  const [first] = known.entries;
  if (first?.kind !== 'run' || first.result.snapshot === null) throw new Error('nothing was run');
  const { snapshot, startedAt, finishedAt } = first.result;
  const earlier = snapshotName(startedAt - by);
  const parent = join(home.path, 'backups/backup');
  await rename(join(parent, snapshot), join(parent, earlier));
  const catalog = join(parent, '.rsync-system-backup');
  const records = await readdir(catalog, { recursive: true });
  for (const name of records.filter((record) => record.endsWith('.json'))) {
    const text = await readFile(join(catalog, name), 'utf8');
    await rm(join(catalog, name));
    const renamed = join(catalog, name.replace(snapshot, earlier));
    await writeFile(renamed, text.replaceAll(snapshot, earlier));
  }
  const times = { startedAt: startedAt - by, finishedAt: finishedAt - by };
  const entries = [{ ...first, result: { ...first.result, snapshot: earlier, ...times } }];
  await writeFile(logPath(), JSON.stringify({ ...known, entries }));
}

function snapshotName(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 19).replace('T', ' ');
}

async function log(): Promise<RunLog> {
  return JSON.parse(await readFile(logPath(), 'utf8')) as RunLog;
}

function logPath(): string {
  return join(home.path, 'config/rsync-system-backup/runs.json');
}
