import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { expectForEveryone, tabTo } from './looks.js';
import { makePastForTest } from './past.js';
import { eventually, startApplication } from './test-application.js';
import type { TestApplication } from './test-application.js';

/** Milliseconds: axe takes its time with a page, four times for each. */
const LONG = 240_000;

let application: TestApplication;
let window: Page;

beforeEach(async () => {
  const { home } = await makePastForTest();
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
});

afterEach(() => {
  expect(application.complaints).toEqual([]);
});

it(
  'the backups, their editor and the question before one is deleted',
  { timeout: LONG },
  async () => {
    await goTo('Backups');
    await window.getByRole('listitem', { name: 'Anna’s files' }).waitFor();
    await expectForEveryone(application, window);
    await press(button('Delete Anna’s files'));
    await inDialog(/^Delete “Anna’s files”\?$/);
    // What happens by mistake does no harm.
    expect(await isFocused(button('Keep'))).toBe(true);
    await leaveDialog();
    expect(await isFocused(button('Delete Anna’s files'))).toBe(true);
    await press(button('Edit Anna’s files'));
    await window.getByText('The same in a terminal:').waitFor();
    await expectForEveryone(application, window);
  },
);

it('the editor of a backup to another computer', { timeout: LONG }, async () => {
  await goTo('Backups');
  await press(button('New backup'));
  await tabTo(window, window.getByLabel('A disk or folder of this computer'));
  await window.keyboard.press('ArrowDown');
  await window.getByText('over SSH; its last part is the newest state').waitFor();
  await tabTo(window, window.getByLabel('Address of the backup'));
  await window.keyboard.type('ada@nas::letters');
  await window.getByText(/^An rsync daemon takes the files\./).waitFor();
  await tabTo(window, window.getByLabel(/^Through an SSH tunnel/));
  await window.keyboard.type('nas:x');
  await window.getByText(/“nas:x” cannot be read/).waitFor();
  await tabTo(window, window.getByLabel('Only on these networks, one a line'));
  await expectForEveryone(application, window);
});

it('the overview and the rotation', { timeout: LONG }, async () => {
  await window.getByText(/^3 snapshots, /).waitFor();
  await expectForEveryone(application, window);
  await goTo('Rotation');
  await window.getByText(/all 3 snapshots stay/).waitFor();
  await expectForEveryone(application, window);
});

it('the snapshots and all that is asked about one', { timeout: LONG }, async () => {
  await goTo('Snapshots');
  await window.getByRole('option', { name: /will\.odt/ }).waitFor();
  await tabTo(window, window.getByRole('listbox', { name: 'Folder' }));
  await window.keyboard.press('End');
  await window.getByRole('button', { name: 'Restore…' }).waitFor();
  await expectForEveryone(application, window);
  await press(button('Restore…'));
  await inDialog(/^Restore /);
  await leaveDialog();
  for (const [item, title] of [
    [/^Note/, /^Note on /],
    [/^Remove/, /^Remove /],
    [/^What changed until now/, /^From /],
  ] as const) {
    await press(button('This snapshot'));
    await chooseFromMenu(item);
    await inDialog(title);
    await leaveDialog();
  }
});

function button(name: string): Locator {
  return window.getByRole('button', { name, exact: true });
}

async function goTo(page: string): Promise<void> {
  const tab = window.getByRole('tab', { name: page, exact: true });
  await tabTo(window, window.getByRole('tab', { selected: true }));
  await eventually(async () => {
    await window.keyboard.press('ArrowRight');
    expect(await tab.getAttribute('aria-selected')).toBe('true');
  });
}

async function press(target: Locator): Promise<void> {
  await tabTo(window, target);
  await window.keyboard.press('Enter');
}

async function chooseFromMenu(name: RegExp): Promise<void> {
  const item = window.getByRole('menuitem', { name });
  await item.waitFor();
  await expectForEveryone(application, window);
  await eventually(async () => {
    await window.keyboard.press('ArrowDown');
    expect(await isFocused(item)).toBe(true);
  });
  await window.keyboard.press('Enter');
}

async function inDialog(title: RegExp): Promise<void> {
  await window.getByRole('dialog').getByRole('heading', { name: title }).first().waitFor();
  await expectForEveryone(application, window);
}

async function leaveDialog(): Promise<void> {
  await window.keyboard.press('Escape');
  await window.getByRole('dialog').waitFor({ state: 'detached' });
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
