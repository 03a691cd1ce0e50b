import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { systemClock } from '../../main/system/clock.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { exampleLog } from './example-log.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { isWiderThanWindow, useTheme } from './looks.js';
import { backUp, write } from './past.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { systemWithDisk } from './system-with-disk.js';
import { makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

/** Pictures for whoever looks at them; `npm run screenshots` puts them into the README. */
const PICTURES = fileURLToPath(new URL('../../out/screenshots', import.meta.url));

/** Where the person of the pictures lives, and backs up to. */
const [HOME, ARCHIVE] = ['/home/ada', '/mnt/archive'];

it('every page is shown without a complaint, in light and dark', { timeout: 180_000 }, async () => {
  const { application, window } = await startOfExample();
  await window.getByText('“Documents” is safe.').waitFor();
  await expect.poll(() => window.getByText(/^\d+ snapshots, the oldest of/).count()).toBe(2);
  await pictures(application, window, 'overview');
  await openPage(window, 'Snapshots');
  await window.getByRole('combobox', { name: 'Backup' }).selectOption('Documents');
  await window.getByRole('option', { name: /letter\.odt/ }).click();
  await window.getByText('4 versions').waitFor();
  await pictures(application, window, 'snapshots');
  await openPage(window, 'Rotation');
  await window.getByRole('combobox', { name: 'Backup' }).selectOption('Documents');
  await window.getByRole('heading', { name: /^“Documents” keeps 5 daily/ }).waitFor();
  await window.getByText(/^With this policy, /).waitFor();
  await pictures(application, window, 'rotation');
  await openPage(window, 'Log');
  await window.getByRole('combobox', { name: 'Backup' }).selectOption('All backups');
  await window.getByText('Started late, because its time was missed.').waitFor();
  await pictures(application, window, 'log');
  await openPage(window, 'Settings');
  await pictures(application, window, 'settings');
  await openPage(window, 'About');
  await window.getByText(/, Chromium \d/).waitFor();
  // How this build came by its Electron is not what the page is about.
  await window.getByText(/^This is not the official Electron/).evaluateAll((elements) => {
    for (const element of elements) (element as HTMLElement).style.display = 'none';
  });
  // The list of licences goes on and on.
  await pictures(application, window, 'about', false);
  await openPage(window, 'Backups');
  await window.getByRole('listitem', { name: 'Whole system' }).waitFor();
  await pictures(application, window, 'backups');
  await window.getByRole('button', { name: 'Edit Documents' }).click();
  await window.getByText(/^Backs up every day at 18:00\./).waitFor();
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  await window.getByText(/^A backup would copy /).waitFor();
  await pictures(application, window, 'editor');
  expect(application.complaints).toEqual([]);
});

it('the first start is shown without a complaint', async () => {
  const home = await makeHome();
  onTestFinished(home.remove);
  const application = await startApplication(home);
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
  await pictures(application, window, 'first-start');
  expect(application.complaints).toEqual([]);
});

/** The home directory and the disk of a person who has had the program for two months. */
async function startOfExample() {
  const system = await systemWithDisk();
  await system.writeProfile({ ...system.profile, name: 'Whole system', source: '/' });
  await system.backedUp(22 * 60);
  const home = await makeHome();
  onTestFinished(home.remove);
  const archive = await temporaryDirectory();
  await system.namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', '/home']);
  for (const [outside, inside] of [
    [home.path, HOME],
    [archive, ARCHIVE],
  ] as const) {
    await system.namespace.run('mkdir', ['--parents', inside]);
    await system.namespace.run('mount', ['--bind', outside, inside]);
  }
  await writeDocuments(join(home.path, 'Documents'), join(archive, 'latest'));
  await writeConfiguration(home);
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  const application = await startApplication(atHome(home), [], system.electron);
  onTestFinished(application.stop);
  return { application, window: await application.window() };
}

/** Real backups, of which the older ones get the names of their days. */
async function writeDocuments(source: string, latest: string): Promise<void> {
  await mkdir(join(source, 'Invoices'), { recursive: true });
  await mkdir(join(source, 'Travel'));
  await mkdir(join(latest, '..'), { recursive: true });
  await write(join(source, 'will.odt'), 'My last will\n', 200);
  await write(join(source, 'Travel/packing list.txt'), 'Tent\nLamp\nMap\n', 80);
  for (const [index, daysAgo] of [61, 33, 17, 9, 6, 5, 4, 3, 2, 1, 0].entries()) {
    await write(join(source, `Invoices/${String(2041 + index)}.pdf`), '%PDF-1.4 \n', daysAgo);
    await write(join(source, 'budget.ods'), 'Rent 800\n'.repeat(40 + index), daysAgo);
    await write(join(source, 'Travel/map.svg'), '<path/>\n'.repeat(MAPS[index] ?? 1), daysAgo);
    const letter = LETTERS[Math.floor(index / 3)];
    if (index % 3 === 0 && letter !== undefined) {
      await write(join(source, 'letter.odt'), letter, daysAgo);
    }
    await backUp(source, latest, daysAgo);
  }
  const last = 'Dear aunt Agatha,\n\nthank you for the map. We leave on Friday.\n\nAda\n';
  await write(join(source, 'letter.odt'), last, 0);
}

/** Lines of a map, of which some days bring more than others. */
const MAPS = [20_000, 40, 3000, 9, 400, 90, 12_000, 20, 700, 5, 2500];

const LETTERS = [
  'Dear aunt Agatha,\n\n',
  'Dear aunt Agatha,\n\nthank you for the lamp.\n',
  'Dear aunt Agatha,\n\nthank you for the map. We leave on Thursday.\n',
  'Dear aunt Agatha,\n\nthank you for the map. We leave on Friday.\n',
];

async function writeConfiguration(home: TestHome): Promise<void> {
  const now = systemClock.now().getTime();
  const documents = {
    ...folderProfile(atHome(home), 'documents', 'Documents'),
    destination: `${ARCHIVE}/latest`,
    excludes: ['.cache/', '.thumbnails/'],
    rotation: { ...DEFAULT_ROTATION_POLICY, scheme: { daily: 5, weekly: 4, monthly: 'always' } },
  } as const;
  const daily = { ...DEFAULT_TRIGGERS, schedule: '0 18 * * *', scheduledSince: now };
  await writeSettings(home, { profiles: [documents], triggers: { documents: daily } });
  const log = join(home.settings, '../runs.json');
  await writeFile(log, JSON.stringify(exampleLog(now)));
  await mkdir(join(home.path, 'config/autostart'));
  await writeFile(join(home.path, 'config/autostart/rsync-system-backup.desktop'), '');
  expect(await readFile(home.settings, 'utf8')).not.toContain(home.path);
}

/** As it is seen from inside. */
function atHome(home: TestHome): TestHome {
  const environment = Object.fromEntries(
    Object.entries(home.environment).map(([name, value]) => [name, value.replace(home.path, HOME)]),
  );
  return { ...home, path: HOME, environment };
}

async function pictures(
  application: TestApplication,
  window: Page,
  name: string,
  fullPage = true,
): Promise<void> {
  expect(await isWiderThanWindow(window)).toBe(false);
  // What stays in place while one scrolls would be in the middle of a picture of the whole page.
  await window.locator('.navigation, .editor-buttons').evaluateAll((elements) => {
    for (const element of elements) (element as HTMLElement).style.position = 'static';
  });
  for (const theme of ['dark', 'light'] as const) {
    await useTheme(application, window, theme);
    const path = join(PICTURES, `${name}-${theme}.png`);
    // Colours change slowly, which would be in the picture.
    await window.screenshot({ path, fullPage, animations: 'disabled' });
  }
}
