import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Settings } from '../../main/shared/settings.js';
import { isFocused, keyboardOf, type Keyboard } from './keyboard.js';
import { makePastForTest } from './past.js';
import { eventually, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let application: TestApplication;
let window: Page;
let keys: Keyboard;

beforeEach(async () => {
  ({ home } = await makePastForTest());
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
  keys = keyboardOf(window);
});

afterEach(() => {
  expect(application.complaints).toEqual([]);
});

it('the log is filtered, and an entry of it is copied', async () => {
  await keys.press(button('Back up now'));
  await window.getByText(/^Finished in /).waitFor();
  await keys.goTo('Log');
  await keys.tabTo(window.getByRole('combobox', { name: 'Show' }));
  await window.keyboard.press('ArrowDown');
  await window.getByText('There is no such entry.').waitFor();
  await window.keyboard.press('ArrowDown');
  await window.getByText(/^Finished in /).waitFor();
  await keys.press(window.getByRole('button', { name: /^Copy the entry of/ }));
  await eventually(async () => expect(await copied()).toContain('Anna’s files\nFinished in '));
});

it('settings are changed, and backups are paused and resumed', async () => {
  await keys.goTo('Settings');
  await keys.tabTo(window.getByLabel('Start when I log in, without a window'));
  await window.keyboard.press('Space');
  await keys.tabTo(window.getByLabel(/^Everything: /));
  await window.keyboard.press('ArrowDown');
  await keys.tabTo(window.getByLabel('As the desktop'));
  await window.keyboard.press('ArrowUp');
  await eventually(() =>
    expect(settings()).toMatchObject({ notifications: 'problems', theme: 'dark' }),
  );
  expect(existsSync(join(home.path, 'config/autostart/rsync-system-backup.desktop'))).toBe(true);
  await keys.press(button('Pause for 1 hour'));
  await focusComesTo(button('Resume backups'));
  await window.keyboard.press('Enter');
  await focusComesTo(button('Pause for 1 hour'));
});

it('the page about the program shows a licence, and copies what helpers want to know', async () => {
  await keys.goTo('About');
  await keys.press(button('Copy diagnostics'));
  await eventually(async () => expect(await copied()).toMatch(/^System Backup:/));
  const licence = window.getByRole('region', { name: 'Licence of react-dom', exact: true });
  await keys.press(button('Licence of react-dom'));
  await keys.tabTo(licence);
  await keys.press(button('Licence of react-dom'));
  await licence.waitFor({ state: 'hidden' });
});

it('a rotation policy is tried, discarded, and used', async () => {
  await keys.goTo('Rotation');
  await window.getByText(/all 3 snapshots stay/).waitFor();
  const [heading, daily] = [window.getByRole('heading', { level: 1 }), window.getByLabel('daily')];
  await keys.tabTo(daily);
  await window.keyboard.type('3');
  await keys.press(button('Discard'));
  await focusComesTo(heading);
  await keys.tabTo(daily);
  await window.keyboard.press('Control+a');
  await window.keyboard.type('9');
  await eventually(async () => expect(await button('Use this policy').isEnabled()).toBe(true));
  await keys.press(button('Use this policy'));
  await window.getByRole('heading', { name: /9 daily/ }).waitFor();
  await focusComesTo(heading);
  expect(settings().profiles[0]?.rotation.scheme.daily).toBe(9);
});

it('a backup is set up, tested, edited and deleted', async () => {
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
  await keys.goTo('Backups');
  await keys.press(button('New backup'));
  await focusComesTo(window.getByLabel('Name'));
  await window.keyboard.press('Control+a');
  await window.keyboard.type('Letters');
  await keys.tabTo(window.getByLabel('Folder to back up'));
  await window.keyboard.press('Control+a');
  await window.keyboard.type(join(home.path, 'Letters'));
  await keys.tabTo(window.getByLabel('Trash'));
  await window.keyboard.press('Space');
  await keys.tabTo(window.getByLabel('Other patterns, one a line'));
  await window.keyboard.type('*.iso\n');
  await keys.tabTo(window.getByLabel('Folder for the backup'));
  await window.keyboard.type(join(home.path, 'Disk/latest'));
  await keys.tabTo(window.getByRole('radio', { name: 'Every day' }));
  await window.keyboard.press('ArrowDown');
  await window.getByText(/^Backs up every Monday at /).waitFor();
  await keys.press(button('Test'));
  await window.getByText(/^A backup would copy /).waitFor();
  await keys.press(button('Save'));
  await focusComesTo(button('Edit Letters'));
  const excludes = settings().profiles[1]?.excludes;
  expect(excludes).toContain('*.iso');
  expect(excludes).not.toContain('');
  await window.keyboard.press('Enter');
  await focusComesTo(window.getByLabel('Name'));
  await keys.press(button('Discard'));
  await focusComesTo(button('Edit Letters'));
  await keys.press(button('Delete Letters'));
  await focusComesTo(button('Keep'));
  await keys.press(button('Delete “Letters”'));
  await window.getByRole('listitem', { name: 'Letters' }).waitFor({ state: 'detached' });
  await focusComesTo(button('New backup'));
});

function button(name: string): Locator {
  return window.getByRole('button', { name, exact: true });
}

async function focusComesTo(target: Locator): Promise<void> {
  await eventually(async () => expect(await isFocused(target)).toBe(true), 5000);
}

function copied(): Promise<string> {
  return application.electron.evaluate(({ clipboard }) => clipboard.readText());
}

function settings(): Settings {
  return JSON.parse(readFileSync(home.settings, 'utf8')) as Settings;
}
