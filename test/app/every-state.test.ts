import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { fakeHelper, STARTED } from './fake-helper.js';
import { expectForEveryone } from './looks.js';
import { makePastForTest, type Past } from './past.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk } from './system-with-disk.js';
import { makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

interface Shown {
  readonly application: TestApplication;
  readonly window: Page;
}

/** What the window shows now and then; its pages as they mostly are, and the ways there, are in for-everyone.test.ts. */
const STATES: Readonly<Record<string, () => Promise<Shown>>> = {
  'the first start, where this computer knows no disk': async () => {
    const shown = await startAt(await emptyHome());
    await button(shown, 'Back up to a USB disk').click();
    await shown.window.getByText(/^This computer knows no disk for backups yet\./).waitFor();
    return shown;
  },
  'settings that are refused': async () => {
    const home = await emptyHome();
    await writeFile(home.settings, '{"version":1,"profiles":[{"id":"ho');
    const shown = await startAt(home);
    await shown.window.getByRole('heading', { name: /cannot be understood/ }).waitFor();
    return shown;
  },
  'an editor with something wrong in each section': async () => {
    const home = await emptyHome();
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    const shown = await startAt(home);
    const { window } = shown;
    await openPage(window, 'Backups');
    await button(shown, 'Edit Letters').click();
    await window.getByLabel('Name').fill('');
    await window.getByLabel('Folder to back up').fill('Letters');
    await window.getByLabel('Folder for the backup').fill('rsync://host');
    await window.getByLabel('By a cron expression').check();
    await window.getByLabel('Minute, hour').fill('0 25 * * *');
    for (const label of ['One an hour', 'One a day', 'One a week', 'One a month']) {
      await window.getByLabel(label).fill('');
    }
    for (const problem of [
      'Give the backup a name.',
      'Write the whole path, from the first slash on.',
      /cannot be read/,
      /is no hour/,
      /^Keep some snapshots, /,
    ]) {
      await window.getByText(problem).first().waitFor();
    }
    return shown;
  },
  'a test of a backup that failed': async () => {
    const home = await emptyHome();
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    const shown = await startAt(home);
    await openPage(shown.window, 'Backups');
    await button(shown, 'Edit Letters').click();
    await button(shown, 'Test').click();
    await shown.window.getByRole('alert').waitFor();
    return shown;
  },
  'a run that failed, on the overview': async () => {
    const home = await emptyHome();
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    const shown = await startAt(home);
    await button(shown, 'Back up now').click();
    await shown.window.getByText(/ failed\.$/).waitFor();
    return shown;
  },
  'what a search has found': () => search('letter', /^\d+ found\./),
  'a search that found nothing': () => search('zebra', /^Nothing has such a name/),
  'the question what becomes of what is there, before a restore': async () => {
    const { window, ...shown } = await startRestoring();
    await window.getByText('Replace what is there now').click();
    return { window, ...shown };
  },
  'what was restored': async () => (await restored()).shown,
  'what a restore has left that was killed': async () => {
    const { home, shown } = await restored();
    await shown.application.stop();
    const next = await startAt(home);
    await openPage(next.window, 'Snapshots');
    await next.window.getByRole('dialog', { name: 'A restore was interrupted' }).waitFor();
    return next;
  },
  'a disk that is closed, and opens only with a passphrase': async () => {
    const shown = await startWithDisk();
    await shown.system.replaceHelper(ASKS_PASSPHRASE);
    await openPage(shown.window, 'Snapshots');
    await shown.window.getByText(/which is closed\./).waitFor();
    await expectForEveryone(shown.application, shown.window);
    await button(shown, 'Open the disk').click();
    const field = shown.window.getByRole('textbox', { name: 'Passphrase' });
    await field.fill('wrong');
    await shown.window.keyboard.press('Enter');
    await shown.window.getByText('This was not the passphrase.').waitFor();
    return shown;
  },
  'the passphrase that a run asks for again': async () => {
    const shown = await startWithDisk();
    const helper = await fakeHelper(shown.system);
    await button(shown, 'Back up now').click();
    await helper.say(STARTED, { event: 'passphrase', disk: 'blue', attempt: 2 });
    await shown.window.getByText(/^This was not the passphrase\./).waitFor();
    return shown;
  },
  'an entry of the log whose folder does not open': async () => {
    const home = await emptyHome();
    await mkdir(join(home.path, 'Letters'));
    await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    const shown = await startAt(home);
    await button(shown, 'Back up now').click();
    await shown.window.getByText(/^Finished in /).waitFor();
    await rm(join(home.path, 'backups'), { recursive: true });
    await openPage(shown.window, 'Log');
    await shown.window.getByRole('button', { name: /^Show in folder: / }).click();
    await button(shown, 'Details').click();
    return shown;
  },
};

it.each(Object.entries(STATES))('%s', { timeout: 240_000 }, async (_name, show) => {
  const { application, window } = await show();
  await expectForEveryone(application, window);
  expect(application.complaints).toEqual([]);
});

async function emptyHome(): Promise<TestHome> {
  const home = await makeHome();
  onTestFinished(home.remove);
  return home;
}

async function startAt(home: TestHome): Promise<Shown> {
  const application = await startApplication(home);
  onTestFinished(application.stop);
  return { application, window: await application.window() };
}

async function startWithDisk() {
  const system = await systemWithDisk();
  await system.plugBefore();
  return startApplicationOn(system, { ...DEFAULT_TRIGGERS, onPlug: false });
}

async function search(text: string, answer: RegExp): Promise<Shown> {
  const { home } = await makePastForTest();
  const shown = await startAt(home);
  await openPage(shown.window, 'Snapshots');
  await shown.window.getByRole('searchbox').fill(text);
  await shown.window.getByText(answer).waitFor();
  return shown;
}

/** The sheet about a letter that is another one now. */
async function startRestoring(): Promise<Shown & { readonly home: TestHome; readonly past: Past }> {
  const { home, past } = await makePastForTest();
  await writeFile(join(past.source, 'will.odt'), 'no will at all');
  const shown = await startAt(home);
  await openPage(shown.window, 'Snapshots');
  await shown.window.getByRole('option', { name: /will\.odt/ }).click();
  await button(shown, 'Restore…').click();
  await shown.window
    .getByRole('dialog')
    .getByText(/differs from/)
    .waitFor();
  return { ...shown, home, past };
}

async function restored() {
  const { home, ...shown } = await startRestoring();
  await shown.window.getByText('Replace what is there now').click();
  await shown.window.getByRole('button', { name: /^Restore “/ }).click();
  await shown.window.getByText('It is back.').waitFor();
  return { home, shown };
}

function button({ window }: Shown, name: string) {
  return window.getByRole('button', { name, exact: true });
}

/** Real passphrases are in the tests of the virtual machine. */
const ASKS_PASSPHRASE = `#!/bin/sh
# A fake of the helper: no passphrase is the right one.
attempt=1
while :; do
  printf '{"event":"passphrase","disk":"blue","attempt":%s}\\n' "$attempt"
  read -r reply || exit 1
  [ "$reply" = cancel ] && exit 1
  attempt=$((attempt + 1))
done
`;
