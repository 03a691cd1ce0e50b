import { mkdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type {} from '../../renderer/backup-bridge.js';
import { isWiderThanWindow, useTheme, violations, zoom } from './looks.js';
import { backUp, makePastForTest, type Past } from './past.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let application: TestApplication;
let past: Past;
let window: Page;

beforeEach(async () => {
  ({ home, past } = await makePastForTest());
});

async function openSnapshots(): Promise<void> {
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
  await openPage(window, 'Snapshots');
  await option(/Documents/).waitFor();
}

const option = (name: RegExp) => window.getByRole('option', { name });
const button = (name: string | RegExp) => window.getByRole('button', { name });
const times = () => window.getByRole('listbox', { name: 'Times' });
const inBackup = (index: number, path: string): string =>
  join(past.parent, past.snapshots.at(index) ?? 'none', path);

async function menu(name: RegExp): Promise<void> {
  await button('This snapshot').click();
  await window.getByRole('menuitem', { name }).click();
}

/** Nothing keeps somebody out, in light and dark, and nothing is too wide. */
async function isForEveryone(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await useTheme(application, window, theme);
    expect(await violations(window)).toEqual([]);
  }
  expect(await isWiderThanWindow(window)).toBe(false);
}

describe('the folder', () => {
  it('marks what is otherwise than before, and than now', async () => {
    await rm(join(past.source, 'will.odt'));
    await openSnapshots();
    await option(/will\.odt.*not here now/).waitFor();
    await option(/Documents/).dblclick();
    await option(/letter\.odt.*changed.*same as now/).waitFor();
    await window.keyboard.press('[');
    await option(/letter\.odt.*changed.*differs from now/).waitFor();
    await window.keyboard.press('[');
    await option(/old-plan\.ods.*not here now/).waitFor();
    await isForEveryone();
  });

  it('says of what came later that it was not there then', async () => {
    await writeFile(inBackup(-1, 'Documents/later.odt'), 'x');
    await writeFile(join(past.source, 'Documents/later.odt'), 'y');
    await openSnapshots();
    await option(/Documents/).dblclick();
    await window.keyboard.press('[');
    await window.getByText('Show deleted').click();
    await option(/later\.odt.*not there then/).waitFor();
    await option(/old-plan\.ods.*deleted/).waitFor();
  });

  it('is sorted, and shows hidden files, also after another page was looked at', async () => {
    const pictures = inBackup(-1, 'Pictures');
    await writeFile(join(pictures, '.hidden'), '');
    for (const [name, size, day] of [
      ...[['large.raw', 3000, 2] as const, ['small.png', 10, 3] as const],
      ['middle.jpg', 200, 1] as const,
    ]) {
      await writeFile(join(pictures, name), '');
      await truncate(join(pictures, name), size);
      await utimes(join(pictures, name), day * 86_400, day * 86_400);
    }
    await openSnapshots();
    await option(/Pictures/).dblclick();
    const listed = (...names: readonly string[]) =>
      eventually(async () => {
        const rows = window.getByRole('listbox', { name: 'Folder' }).getByRole('option');
        expect(await rows.locator('.name bdi').allTextContents()).toEqual(names);
      });
    await listed('large.raw', 'middle.jpg', 'small.png');
    await button(/^Size/).click();
    await window.getByRole('img', { name: 'largest first' }).waitFor();
    await listed('large.raw', 'middle.jpg', 'small.png');
    await button(/^Size/).click();
    await listed('small.png', 'middle.jpg', 'large.raw');
    await button(/^Changed/).click();
    await window.getByText('Hidden files (1)').click();
    await listed('.hidden', 'small.png', 'large.raw', 'middle.jpg');
    await openPage(window, 'Log');
    await openPage(window, 'Snapshots');
    await option(/Pictures/).dblclick();
    await listed('.hidden', 'small.png', 'large.raw', 'middle.jpg');
  });

  it('what was deleted at several times comes back from each of them', async () => {
    await writeFile(inBackup(1, 'Documents/draft.odt'), 'the draft\n');
    await openSnapshots();
    await option(/Documents/).dblclick();
    await window.getByText('Show deleted').click();
    await option(/old-plan\.ods.*deleted/).click();
    await option(/draft\.odt.*deleted/).click({ modifiers: ['Control'] });
    await window.getByRole('heading', { name: '2 items' }).waitFor();
    await button('Restore…').click();
    await window.getByRole('heading', { name: 'Restore 2 items, each as it was last' }).waitFor();
    await window.getByText('2 files are not there now.').waitFor();
    await button('Restore 2 items').click();
    await window.getByText('They are back, 2 in all.').waitFor();
    const documents = join(past.source, 'Documents');
    expect(await readFile(join(documents, 'old-plan.ods'), 'utf8')).toBe('the old plan\n');
    expect(await readFile(join(documents, 'draft.odt'), 'utf8')).toBe('the draft\n');
    await button('Undo').click();
    await window.getByText('Everything is as it was before.').waitFor();
    expect(readdirSync(documents)).toEqual(['Invoices', 'letter.odt']);
  });
});

describe('from time to time', () => {
  const band = (text: RegExp) => window.getByRole('heading', { level: 1, name: text });

  it('keys go from one version of a file to the next, and not at what is behind a sheet', async () => {
    await backUp(past.source, past.latest, 0);
    await openSnapshots();
    await band(/^Backup of today/).waitFor();
    await option(/Documents/).dblclick();
    await option(/letter\.odt/).click();
    await window.getByText('3 versions').waitFor();
    await window.keyboard.press('[');
    await band(/^Backup of yesterday/).waitFor();
    await menu(/^Note/);
    await button('Cancel').focus();
    await window.keyboard.press('[');
    await window.keyboard.press('Escape');
    await band(/^Backup of yesterday/).waitFor();
    await window.keyboard.press(']');
    await band(/^Backup of today/).waitFor();
    const rows = times().getByRole('option', { name: /^\d/ });
    expect(await rows.first().getAttribute('aria-selected')).toBe('true');
  });

  it('two versions of a text, and two snapshots, are compared with each other', async () => {
    await openSnapshots();
    await option(/Documents/).dblclick();
    await option(/letter\.odt/).click();
    await window.keyboard.press('[');
    await band(/^Backup of yesterday/).waitFor();
    await button('Compare with…').click();
    await isForEveryone();
    await window.getByRole('menuitem').last().click();
    const comparison = window.getByRole('list', { name: 'Comparison' });
    await comparison.getByText('first').waitFor();
    await comparison.getByText('second').waitFor();
    await times().press('ArrowUp');
    await times().press('Shift+ArrowDown');
    await times().press('Shift+ArrowDown');
    await window.getByText('3 snapshots are chosen.').waitFor();
    expect(await button('Compare them…').count()).toBe(0);
    await times().press('Shift+ArrowUp');
    await button('Compare them…').click();
    await window.getByRole('heading', { name: /^From yesterday .* to today/ }).waitFor();
    await window.getByRole('treeitem', { name: /letter\.odt.*changed/ }).waitFor();
    await button('Close').click();
  });

  it('several results of a search come back together, each as it was last', async () => {
    await rm(join(past.source, 'will.odt'));
    await openSnapshots();
    await window.keyboard.press('Control+f');
    await window.keyboard.type('*.od?');
    await option(/old-plan/).click();
    await option(/will\.odt/).click({ modifiers: ['Control'] });
    await window.getByRole('heading', { name: '2 items' }).waitFor();
    await isForEveryone();
    await button('Restore…').click();
    await window.getByText('2 files are not there now.').waitFor();
    await button('Restore 2 items').click();
    await window.getByText(/They are back/).waitFor();
    expect(await readFile(join(past.source, 'will.odt'), 'utf8')).toBe('my last will\n');
    const plan = join(past.source, 'Documents/old-plan.ods');
    expect(await readFile(plan, 'utf8')).toBe('the old plan\n');
  });
});

it('names are read before anybody searches', async () => {
  await openSnapshots();
  const kept = join(home.path, 'cache/rsync-system-backup/search');
  await eventually(() =>
    expect(readdirSync(kept)).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]),
  );
});

it('the timeline says what a backup brought, how it ended and why it stays', async () => {
  await openSnapshots();
  await times()
    .getByRole('option', { name: /1 changed, \d+ bytes copied; complete; stays: / })
    .first()
    .waitFor();
  await window.getByText(/1 changed, .* copied · complete · stays: /).waitFor();
});

describe('comparing', () => {
  const row = (name: RegExp) => window.getByRole('treeitem', { name });

  it('shows a tree, from the records of the backups where there are some', async () => {
    await openSnapshots();
    await times().press('ArrowDown');
    await menu(/since the one before/);
    await row(/letter\.odt.*changed.*\+1 byte/).waitFor();
    await row(/old-plan\.ods.*deleted.*−13 bytes/).waitFor();
    await window.getByText('From the records of the backups in between.').waitFor();
    await row(/Documents.*1 changed, 1 deleted/).click();
    await window.keyboard.press('ArrowLeft');
    await row(/letter/).waitFor({ state: 'detached' });
    await window.keyboard.press('ArrowRight');
    await row(/letter/).waitFor();
    await isForEveryone();
    await button('Close').click();
    await rm(join(past.parent, '.rsync-system-backup/runs'), { recursive: true });
    await menu(/since the one before/);
    await row(/old-plan\.ods.*deleted.*−13 bytes/).waitFor();
    await button('Close').waitFor();
    expect(await window.getByText('From the records').count()).toBe(0);
  });

  it('is called off, as is removing', async () => {
    const many = inBackup(-1, 'Pictures');
    await mkdir(join(many, 'many'));
    for (let number = 0; number < 10_000; number += 1) {
      await writeFile(join(many, 'many', String(number)), '');
    }
    await openSnapshots();
    const codes = await window.evaluate(async ([before = '', after = '']) => {
      const profileId = 'anna';
      const { ask } = globalThis.window.backup;
      const compared = ask('snapshots:compare', {
        profileId,
        before: after,
        after: null,
        asAdministrator: false,
      });
      void ask('snapshots:cancel', 'compare');
      const first = await compared;
      const removed = ask('snapshots:remove', { profileId, snapshots: [before, after] });
      void ask('snapshots:cancel', 'remove');
      const left = await removed;
      return [
        first.ok ? '' : first.failure.code,
        ...(left.ok ? left.value.map(({ outcome }) => outcome) : []),
      ];
    }, past.snapshots.slice(-2));
    expect(codes).toEqual(['cancelled', 'untouched', 'untouched']);
    expect(readdirSync(past.parent).filter((name) => /^\d/.test(name))).toHaveLength(3);
  });
});

it('several snapshots are removed after one question, which says what that frees', async () => {
  await openSnapshots();
  await times().focus();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Shift+ArrowDown');
  await window.getByText('2 snapshots are chosen.').waitFor();
  await isForEveryone();
  await zoom(application, window, 2);
  expect(await isWiderThanWindow(window)).toBe(false);
  await zoom(application, window, 1);
  await button('Remove 2 snapshots…').click();
  await window.getByRole('heading', { name: 'Remove 2 snapshots' }).waitFor();
  await window.getByText(/They show .*, of which .* are only in them and become free\./).waitFor();
  await isForEveryone();
  await window.getByRole('button', { name: 'Remove 2 snapshots', exact: true }).click();
  await window.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually(() =>
    expect(readdirSync(past.parent).filter((name) => /^\d/.test(name))).toEqual(
      past.snapshots.slice(-1),
    ),
  );
  await eventually(async () => expect(await times().locator('time').count()).toBe(1));
});

it('the policy counts with the snapshot that comes, as the backup does', async () => {
  await rm(join(past.parent, past.snapshots.at(-1) ?? 'none'), { recursive: true });
  await openSnapshots();
  await openPage(window, 'Rotation');
  for (const frequency of ['hourly', 'weekly', 'monthly']) {
    await window.getByLabel(frequency).fill('');
  }
  await window.getByLabel('daily').fill('1');
  await window
    .getByText('all 2 snapshots go at the next backup, and that one’s own stays')
    .waitFor();
  await isForEveryone();
  await button('Use this policy').click();
  await window.getByRole('heading', { name: /keeps 1 daily snapshot\./ }).waitFor();
  await openPage(window, 'Overview');
  await button('Back up now').click();
  await eventually(() => {
    const names = readdirSync(past.parent).filter((name) => /^\d/.test(name));
    expect(names).toHaveLength(1);
    expect(past.snapshots).not.toContain(names[0]);
  });
});

it('the policy says how many bytes become free', async () => {
  await openSnapshots();
  await openPage(window, 'Rotation');
  for (const frequency of ['hourly', 'weekly', 'monthly']) {
    await window.getByLabel(frequency).fill('');
  }
  await window.getByLabel('daily').fill('1');
  await window.getByText(/would become free\./).waitFor();
});
