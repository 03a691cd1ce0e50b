import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { isFocused, keyboardOf } from './keyboard.js';
import { expectForEveryone } from './looks.js';
import { makePastForTest } from './past.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk } from './system-with-disk.js';
import { openPage, startApplication } from './test-application.js';

/** The snapshots on the line, oldest first. */
function points(window: Page) {
  return window.getByRole('toolbar', { name: 'Open a snapshot' }).getByRole('button');
}

it('the overview draws what each backup copied, and opens its snapshot', async () => {
  const { home } = await makePastForTest();
  const application = await startApplication(home);
  onTestFinished(application.stop);
  const window = await application.window();
  const line = points(window);
  await line.nth(2).waitFor();
  expect(await line.first().getAttribute('title')).toMatch(/ 14:05: 7 new, \d+ bytes copied$/);
  const heights = await line
    .locator('.history-bar')
    .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
  expect(heights[0]).toBe(40);
  expect(heights[2]).toBeGreaterThan(2);
  expect(heights[2]).toBeLessThan(40);
  await expectForEveryone(application, window);

  await line.nth(1).click({ position: { x: 4, y: 50 } });
  await window.getByRole('heading', { name: /^Backup of yesterday 14:05 / }).waitFor();
  await openPage(window, 'Overview');
  const { tabTo } = keyboardOf(window);
  await tabTo(line.nth(2));
  await window.keyboard.press('ArrowLeft');
  await window.keyboard.press('ArrowLeft');
  expect(await isFocused(line.first())).toBe(true);
  await window.keyboard.press('End');
  expect(await isFocused(line.nth(2))).toBe(true);
  await window.keyboard.press('Home');
  await window.keyboard.press('Enter');
  await window.getByRole('heading', { name: /^Backup of .+ 14:05 / }).waitFor();
  await window
    .getByText(/^7 new, /)
    .first()
    .waitFor();
  expect(application.complaints).toEqual([]);
});

it('the snapshots on a disk that is put away are drawn as they were told of last', async () => {
  const system = await systemWithDisk();
  await system.plugBefore();
  const { window, application } = await startApplicationOn(system, {
    ...DEFAULT_TRIGGERS,
    onPlug: false,
  });
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText(/^Finished in /).waitFor();
  const snapshots = window.getByRole('region', { name: 'Snapshots' });
  await snapshots.getByText(/^1 snapshot, the oldest of today /).waitFor();
  expect(await points(window).first().getAttribute('title')).toMatch(/: \d+ new, .+ copied$/);
  await system.unplug();
  await window.getByText('not connected', { exact: true }).waitFor();
  await window.keyboard.press('F5');
  await snapshots.getByText(/^1 snapshot, the oldest of today /).waitFor();
  expect(application.complaints).toEqual([]);
});
