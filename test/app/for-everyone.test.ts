import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { isFocused, keyboardOf, type Keyboard } from './keyboard.js';
import { expectForEveryone } from './looks.js';
import { makePastForTest } from './past.js';
import { startApplication } from './test-application.js';
import type { TestApplication } from './test-application.js';

/** Milliseconds: axe takes its time with a page, four times for each. */
const LONG = 240_000;

let application: TestApplication;
let window: Page;
let keys: Keyboard;

beforeEach(async () => {
  const { home } = await makePastForTest();
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
  keys = keyboardOf(window);
});

afterEach(() => {
  expect(application.complaints).toEqual([]);
});

it(
  'the backups, their editor and the question before one is deleted',
  { timeout: LONG },
  async () => {
    await keys.goTo('Backups');
    await window.getByRole('listitem', { name: 'Anna’s files' }).waitFor();
    await expectForEveryone(application, window);
    await keys.press(button('Delete Anna’s files'));
    await inDialog(/^Delete “Anna’s files”\?$/);
    // What happens by mistake does no harm.
    expect(await isFocused(button('Keep'))).toBe(true);
    await keys.leaveDialog();
    expect(await isFocused(button('Delete Anna’s files'))).toBe(true);
    await keys.press(button('Edit Anna’s files'));
    await window.getByText('The same in a terminal:').waitFor();
    await expectForEveryone(application, window);
  },
);

it('the editor of a backup to another computer', { timeout: LONG }, async () => {
  await keys.goTo('Backups');
  await keys.press(button('New backup'));
  await keys.tabTo(window.getByLabel('A disk or folder of this computer'));
  await window.keyboard.press('ArrowDown');
  await window.getByText('over SSH; its last part is the newest state').waitFor();
  await keys.tabTo(window.getByLabel('Address of the backup'));
  await window.keyboard.type('ada@nas::letters');
  await window.getByText(/^An rsync daemon takes the files\./).waitFor();
  await keys.tabTo(window.getByLabel(/^Through an SSH tunnel/));
  await window.keyboard.type('nas:x');
  await window.getByText(/“nas:x” cannot be read/).waitFor();
  await keys.tabTo(window.getByLabel('Only on these networks, one a line'));
  await expectForEveryone(application, window);
});

it('the overview and the rotation', { timeout: LONG }, async () => {
  await window.getByText(/^3 snapshots, /).waitFor();
  await expectForEveryone(application, window);
  await keys.goTo('Rotation');
  await window.getByText(/all 3 snapshots stay/).waitFor();
  await expectForEveryone(application, window);
});

it('the snapshots and all that is asked about one', { timeout: LONG }, async () => {
  await keys.goTo('Snapshots');
  await window.getByRole('option', { name: /will\.odt/ }).waitFor();
  await keys.tabTo(window.getByRole('listbox', { name: 'Folder' }));
  await window.keyboard.press('End');
  await window.getByRole('button', { name: 'Restore…' }).waitFor();
  await expectForEveryone(application, window);
  await keys.press(button('Restore…'));
  await inDialog(/^Restore /);
  await keys.leaveDialog();
  for (const [item, title] of [
    [/^Note/, /^Note on /],
    [/^Remove/, /^Remove /],
    [/^What changed until now/, /^From /],
  ] as const) {
    await keys.press(button('This snapshot'));
    const found = window.getByRole('menuitem', { name: item });
    await found.waitFor();
    await expectForEveryone(application, window);
    await keys.choose(found);
    await inDialog(title);
    await keys.leaveDialog();
  }
});

function button(name: string): Locator {
  return window.getByRole('button', { name, exact: true });
}

async function inDialog(title: RegExp): Promise<void> {
  await window.getByRole('dialog').getByRole('heading', { name: title }).first().waitFor();
  await expectForEveryone(application, window);
}
