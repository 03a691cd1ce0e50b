import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { runProgram } from '../support/run-program.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { makePastForTest } from './past.js';
import { systemWithDisk } from './system-with-disk.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';

/** Chooses all three snapshots, of which the one in the middle is pinned, and opens the question. */
async function chooseThree(window: Page): Promise<void> {
  const times = window.getByRole('listbox', { name: 'Times' });
  await times.locator('time').nth(2).waitFor();
  await times.focus();
  await window.keyboard.press('ArrowDown');
  await window.getByRole('button', { name: 'This snapshot' }).click();
  await window.getByRole('menuitem', { name: /^Pin/ }).click();
  await window.getByRole('img', { name: 'pinned' }).waitFor();
  await times.focus();
  await window.keyboard.press('ArrowUp');
  await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Shift+ArrowDown');
  await window.getByRole('button', { name: 'Remove 3 snapshots…' }).click();
}

const remove = (window: Page): Promise<void> =>
  window.getByRole('button', { name: 'Remove 3 snapshots', exact: true }).click();

describe('several snapshots of a person', () => {
  it('go but for one that is pinned, which is told of', async () => {
    const { home, past } = await makePastForTest();
    const application = await startApplication(home);
    onTestFinished(application.stop);
    const window = await application.window();
    await openPage(window, 'Snapshots');
    await chooseThree(window);
    await remove(window);
    const sheet = window.getByRole('dialog', { name: 'Remove 3 snapshots' });
    await sheet.getByText('2 snapshots were removed, 1 not.').waitFor();
    await sheet.getByText(/^Yesterday.*: it is pinned\. Unpin it first\.$/i).waitFor();
    expect(snapshotsIn(past.parent)).toEqual([past.snapshots[1]]);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await eventually(async () => {
      const times = window.getByRole('listbox', { name: 'Times' });
      expect(await times.locator('time').count()).toBe(1);
    });
    expect(application.complaints).toEqual([]);
  });

  it('are told of one by one when it is cancelled in the middle of the first', async () => {
    const { home, past } = await makePastForTest();
    const [oldest = '', middle = '', newest = ''] = past.snapshots;
    const folder = join(past.parent, newest);
    // Much to remove.
    const script =
      'mkdir d; cd d; seq 30000 | xargs touch; for i in 1 2 3 4; do cp -al . ../e$i; done';
    await runProgram('sh', ['-ec', `cd -- "$1"; ${script}`, 'sh', folder]);
    const application = await startApplication(home);
    onTestFinished(application.stop);
    const window = await application.window();
    await openPage(window, 'Snapshots');
    await chooseThree(window);
    await remove(window);
    await eventually(() => expect(snapshotsIn(past.parent)).not.toContain(newest));
    await window.getByRole('button', { name: 'Cancel' }).click();
    const sheet = window.getByRole('dialog', { name: 'Remove 3 snapshots' });
    await sheet.getByText(/^1 snapshot was removed, 2 not\. What is left of one/).waitFor();
    expect(snapshotsIn(past.parent)).toEqual([oldest, middle]);
  });
});

it('several snapshots of root go by one call of the helper, but for one that is pinned', async () => {
  const system = await systemWithDisk();
  await system.plugBefore();
  await system.backUp();
  // Two more, of earlier times.
  const copy = 'set -- 2*; cp -al "$1" "2020-01-01 10:00:00"; cp -al "$1" "2021-01-01 10:00:00"';
  await system.namespace.run('sh', [
    '-ec',
    `mount /mnt/blue; cd /mnt/blue; ${copy}; cd /; umount /mnt/blue`,
  ]);
  const middle = '2021-01-01 10:00:00';
  expect(await system.snapshots()).toHaveLength(3);
  const home = await makeHome();
  onTestFinished(home.remove);
  const triggers = { system: { ...DEFAULT_TRIGGERS, onPlug: false } };
  await writeFile(home.settings, JSON.stringify({ ...EMPTY_SETTINGS, triggers }));
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  const application = await startApplication(home, [], system.electron);
  onTestFinished(application.stop);
  const window = await application.window();
  await openPage(window, 'Snapshots');
  await window.getByRole('button', { name: 'Open the disk' }).click();
  await chooseThree(window);
  await remove(window);
  const sheet = window.getByRole('dialog', { name: 'Remove 3 snapshots' });
  await sheet.getByText('2 snapshots were removed, 1 not.').waitFor();
  await sheet.getByText(/: it is pinned\. Unpin it first\.$/).waitFor();
  await sheet.getByRole('button', { name: 'Close' }).click();
  const calls = system.pkexec.calls().filter((call) => call.startsWith('remove'));
  expect(calls).toEqual(['remove-snapshot system']);
  const listed = await system.namespace.run('ls', ['/mnt/blue']);
  expect(listed.split('\n').filter((name) => /^\d/.test(name))).toEqual([middle]);
});

function snapshotsIn(parent: string): readonly string[] {
  return readdirSync(parent)
    .filter((name) => /^\d/.test(name))
    .sort();
}
