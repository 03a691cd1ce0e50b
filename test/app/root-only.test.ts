import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { withoutRightToRead } from './root-behind-socket.js';
import { systemWithDisk, type SystemWithDisk } from './system-with-disk.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';

const SOMEBODY_ELSE = 47_211;

let system: SystemWithDisk;
let folder: string;
let letter: string;

/** A folder, and a letter in it, of which the person of the test may see nothing; and a key beside it. */
beforeEach(async () => {
  system = await systemWithDisk();
  folder = join(system.source, 'Secrets');
  letter = join(folder, 'letter.odt');
  const key = join(system.source, 'key.txt');
  await mkdir(folder, { mode: 0o700 });
  await writeFile(letter, 'Dear Grace');
  await writeFile(key, 'the key of the house');
  for (const path of [letter, key]) await chmod(path, 0o600);
  for (const path of [folder, letter, key]) await chown(path, SOMEBODY_ELSE, SOMEBODY_ELSE);
  await system.plugBefore();
  await system.backUp();
});

/** The page of the snapshots, with the disk open. */
async function openSnapshots(): Promise<Page> {
  const home = await makeHome();
  onTestFinished(home.remove);
  const triggers = { system: { ...DEFAULT_TRIGGERS, onPlug: false } };
  await writeFile(home.settings, JSON.stringify({ ...EMPTY_SETTINGS, triggers }));
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  const application = await startApplication(home, [], await withoutRightToRead(system));
  onTestFinished(application.stop);
  const window = await application.window();
  await openPage(window, 'Snapshots');
  await window.getByRole('button', { name: 'Open the disk' }).click();
  return window;
}

async function chooseInFolder(window: Page, name: RegExp): Promise<void> {
  await window.getByRole('option', { name: /Secrets/ }).dblclick();
  await window.getByText('You may not look at this, or not write there.').first().waitFor();
  await window.getByRole('button', { name: 'Look as administrator' }).click();
  await window.getByRole('option', { name }).click();
}

async function restoreAsAdministrator(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Restore…' }).click();
  await window.getByText('What is there now is for the administrator to see.').waitFor();
  await window.getByText('Replace what is there now').click();
  await window.getByRole('button', { name: 'Restore as administrator' }).click();
}

describe('a file that only root may read', () => {
  it('is found and restored by root, after a question', async () => {
    await rm(letter);
    const window = await openSnapshots();
    await chooseInFolder(window, /letter\.odt/);
    await window.getByRole('button', { name: 'Restore…' }).click();
    await window.getByRole('button', { name: 'Restore as administrator' }).click();
    await window.getByText('It is back.').waitFor();
    expect(await readFile(letter, 'utf8')).toBe('Dear Grace');
    const { uid, mode } = await stat(letter);
    expect([uid, mode & 0o7777]).toEqual([SOMEBODY_ELSE, 0o600]);
  });

  it('shows its versions and what is in it, and a restore is taken back', async () => {
    await writeFile(letter, 'Dear Ada');
    const window = await openSnapshots();
    await chooseInFolder(window, /letter\.odt/);
    await window.getByRole('region', { name: 'Versions' }).getByText('1 version').waitFor();
    await window.getByRole('region', { name: 'Preview' }).getByText('Dear Grace').waitFor();
    await restoreAsAdministrator(window);
    await window.getByText('It is back.').waitFor();
    expect(await readFile(letter, 'utf8')).toBe('Dear Grace');
    await window.getByRole('button', { name: 'Undo' }).click();
    await window.getByText('Everything is as it was before.').waitFor();
    expect(await readFile(letter, 'utf8')).toBe('Dear Ada');
    await window.getByRole('button', { name: 'Done' }).click();
    await restoreAsAdministrator(window);
    await window.getByText('It is back.').waitFor();
    expect(await readdir(folder)).toHaveLength(2);
    await window.close();
    await eventually(async () => expect(await readdir(folder)).toEqual(['letter.odt']));
    expect(await readFile(letter, 'utf8')).toBe('Dear Grace');
  });

  it('is found by a search, once root looks', async () => {
    const window = await openSnapshots();
    await window.getByRole('option', { name: /Secrets/ }).waitFor();
    await window.keyboard.press('Control+f');
    await window.keyboard.type('letter.odt');
    await window.getByText('One folder is not yours to look into').waitFor();
    expect(await window.getByRole('option', { name: /letter\.odt/ }).count()).toBe(0);
    await window.getByRole('button', { name: 'Search as administrator' }).click();
    await window.getByRole('option', { name: /letter\.odt.*Secrets/ }).click();
    const panel = window.getByRole('region', { name: 'Chosen item' });
    await panel.getByText('Dear Grace').waitFor();
  });

  it('is compared and added up, once root looks', async () => {
    await writeFile(letter, 'Dear Ada');
    const window = await openSnapshots();
    const button = (name: string) => window.getByRole('button', { name });
    await window.getByRole('option', { name: /Secrets/ }).waitFor();
    await button('This snapshot').click();
    await window.getByRole('menuitem', { name: /until now/ }).click();
    await button('Compare as administrator').click();
    await window.getByRole('treeitem', { name: /letter\.odt.*changed/ }).waitFor();
    await button('Close').click();
    await button('This snapshot').click();
    await window.getByRole('menuitem', { name: /^Remove/ }).click();
    await button('Add up as administrator').click();
    await window.getByText(/^It shows .* are only in it and become free\.$/).waitFor();
    await button('Keep it').click();
  });

  it('in a folder that everybody may read is shown by root', async () => {
    const window = await openSnapshots();
    await window.getByRole('option', { name: /key\.txt/ }).click();
    const panel = window.getByRole('region', { name: 'Chosen item' });
    await panel.getByText('You may not look at this').waitFor();
    await panel.getByRole('button', { name: 'Look as administrator' }).click();
    await panel.getByText('the key of the house').waitFor();
  });
});

it('a restore by root says how far it is, and leaves nothing when it is stopped', async () => {
  // Of holes: it takes no room, and time to copy.
  await system.namespace.run('sh', [
    '-ec',
    'mount /mnt/blue; cd /mnt/blue/2*/Secrets; truncate --size=15G panorama.raw; cd /; umount /mnt/blue',
  ]);
  const window = await openSnapshots();
  await chooseInFolder(window, /panorama\.raw/);
  await restoreAsAdministrator(window);
  await window.getByText(/^[\d.]+ [kMG]?B of 16\.1 GB$/).waitFor();
  await window.getByRole('button', { name: 'Cancel' }).click();
  await window.getByText('You stopped the restore, and nothing was changed.').waitFor();
  expect(await readdir(folder)).toEqual(['letter.odt']);
});
