import { chmod, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { systemClock } from '../../main/system/clock.js';
import { FakeFileManager } from './fake-file-manager.js';
import { fakeXdgOpen } from './fake-xdg-open.js';
import { violations } from './looks.js';
import { makePastForTest, write, type Past } from './past.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let past: Past;
let application: TestApplication;
let window: Page;

beforeEach(async () => {
  ({ home, past } = await makePastForTest());
});

async function openSnapshots(): Promise<void> {
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
  await openPage(window, 'Snapshots');
  await window.getByRole('listbox', { name: 'Folder' }).waitFor();
}

const source = (path: string): string => join(past.source, path);
const stored = (path: string): string => join(past.parent, past.snapshots.at(-1) ?? 'none', path);
const option = (name: RegExp) => window.getByRole('option', { name });
const button = (name: string | RegExp) => window.getByRole('button', { name });

async function restoreWith(rule: RegExp): Promise<void> {
  await button('Restore…').click();
  await window.getByText(rule).click();
  await button(/^Restore (“|\d)/).click();
}

it('nothing is restored before it is said what is there', async () => {
  for (let folder = 0; folder < 60; folder += 1) {
    await mkdir(stored(`Pictures/${String(folder)}`));
    for (let file = 0; file < 200; file += 1) {
      await writeFile(stored(`Pictures/${String(folder)}/${String(file)}`), '');
    }
  }
  await openSnapshots();
  await option(/Pictures/).click();
  await button('Restore…').click();
  const sheet = window.getByRole('dialog', { name: 'Restore “Pictures”' });
  // The key comes as soon as the sheet is there.
  await sheet.getByText('Comparing with what is there now …').waitFor();
  await window.keyboard.press('Enter');
  await sheet.getByText(/^12,000 files are not there now\.$/).waitFor();
  expect(readdirSync(source('Pictures'))).toEqual([]);
  await window.keyboard.press('Enter');
  await window.getByText('They are back, 60 in all.').waitFor();
});

it('only what is missing comes back, and the rest is told to have stayed', async () => {
  await writeFile(source('Documents/letter.odt'), 'mine\n');
  await rm(source('Documents/Invoices/march.pdf'));
  await openSnapshots();
  await option(/Documents/).click();
  await restoreWith(/^Leave what is there now$/);
  await window.getByText('1 file that differs stayed as it is.').waitFor();
  expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe('mine\n');
  expect(readdirSync(source('Documents/Invoices'))).toEqual(['march.pdf']);
});

it('only what is older than the backup is replaced', async () => {
  await write(source('Documents/letter.odt'), 'of long ago\n', 40);
  await writeFile(source('will.odt'), 'of just now\n');
  await openSnapshots();
  await option(/Documents/).click();
  await option(/will\.odt/).click({ modifiers: ['Control'] });
  await restoreWith(/^Replace only what is older than the backup$/);
  await window.getByText('It is back.').waitFor();
  expect(await readFile(source('Documents/letter.odt'), 'utf8')).toContain('third');
  expect(await readFile(source('will.odt'), 'utf8')).toBe('of just now\n');
});

it('the permissions of a file come back without a copy of it, and go again', async () => {
  const mode = async (): Promise<string> =>
    ((await stat(source('will.odt'))).mode & 0o777).toString(8);
  const before = await mode();
  await chmod(source('will.odt'), 0o400);
  await openSnapshots();
  await option(/will\.odt.*differs from now/).click();
  await button('Restore…').click();
  await window.getByText('What is in it is the same: owner or permissions differ.').waitFor();
  expect(await violations(window)).toEqual([]);
  await button(/^Restore “/).click();
  await window.getByText('It is back.').waitFor();
  expect(await mode()).toBe(before);
  expect(readdirSync(past.source).filter((name) => name.includes('will'))).toEqual(['will.odt']);
  await button('Undo').click();
  await window.getByText('Everything is as it was before.').waitFor();
  expect(await mode()).toBe('400');
  expect(await readFile(source('will.odt'), 'utf8')).toBe('my last will\n');
});

it('a folder with a newline in its name is opened and restored', async () => {
  const name = 'new\nline';
  await mkdir(stored(name));
  await writeFile(stored(`${name}/in\tside`), 'inside\n');
  await openSnapshots();
  await option(/new\\#012line/).click();
  await button('Restore…').click();
  await window.getByText(/are not there now|is not there now/).waitFor();
  await button(/^Restore “/).click();
  await window.getByText('It is back.').waitFor();
  expect(await readFile(source(`${name}/in\tside`), 'utf8')).toBe('inside\n');
  await button('Undo').click();
  await window.getByText('Everything is as it was before.').waitFor();
  expect(readdirSync(past.source)).not.toContain(name);
});

it('the first letters of a name choose it', async () => {
  for (const name of ['alpha', 'beta', 'betray'])
    await writeFile(stored(`Documents/${name}`), name);
  await openSnapshots();
  await option(/Documents/).dblclick();
  await option(/betray/).waitFor();
  await window.getByRole('listbox', { name: 'Folder' }).focus();
  await window.keyboard.type('betr');
  await eventually(async () =>
    expect(await option(/betray/).getAttribute('aria-selected')).toBe('true'),
  );
});

it('a copy is opened, and what was restored is shown in its folder', async () => {
  await rm(source('will.odt'));
  await openSnapshots();
  const { asked } = await fakeXdgOpen(home);
  await option(/will\.odt/).click();
  await button('Open a copy').click();
  await eventually(async () => expect(await asked()).toHaveLength(1));
  const [copy = ''] = await asked();
  expect(copy.startsWith(past.parent)).toBe(false);
  expect(await readFile(copy, 'utf8')).toBe('my last will\n');
  await button('Restore…').click();
  await button(/^Restore “/).click();
  await window.getByText('It is back.').waitFor();
  await button('Show in folder').click();
  // There is no file manager on the bus.
  await eventually(async () => expect(await asked()).toEqual([copy, past.source]));
  await button('Done').click();
  const manager = await FakeFileManager.start();
  onTestFinished(() => manager.stop());
  await button('Show in folder').click();
  await eventually(() => expect(manager.shown).toEqual([pathToFileURL(source('will.odt')).href]));
  expect(await asked()).toHaveLength(2);
});

it('large texts are not said to be the same where only their beginnings were compared', async () => {
  const line = 'the same line again and again\n'.repeat(20_000);
  const time = new Date(systemClock.now().getTime() - 120_000);
  await writeFile(stored('long.txt'), `${line}old end\n`);
  await utimes(stored('long.txt'), time, time);
  await writeFile(source('long.txt'), `${line}another end\n`);
  await openSnapshots();
  await option(/long\.txt/).click();
  await button('Compare with now').click();
  await window
    .getByText(/^The first 262 kB of both say the same\. These files are larger/)
    .waitFor();
});
