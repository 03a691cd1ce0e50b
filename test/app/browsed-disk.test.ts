import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { processesNaming } from './running-processes.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk, type SystemWithDisk } from './system-with-disk.js';
import {
  eventually,
  makeHome,
  openPage,
  startApplication,
  type TestApplication,
} from './test-application.js';

/** A backup on a disk that is there and closed, and the window on its snapshots. */
async function start() {
  const system = await systemWithDisk();
  await mkdir(join(system.source, 'Letters'));
  await writeFile(join(system.source, 'Letters/old.txt'), 'Dear Grace');
  await system.plugBefore();
  await system.backUp();
  const started = await startApplicationOn(system, { ...DEFAULT_TRIGGERS, onPlug: false });
  const { window } = started;
  await openPage(window, 'Snapshots');
  await window.getByText(/which is closed\./).waitFor();
  return started;
}

const openDisk = (window: Page): Promise<void> =>
  window.getByRole('button', { name: 'Open the disk' }).click();

/** As start, with the disk open and its newest snapshot shown. */
async function startLooking() {
  const started = await start();
  await openDisk(started.window);
  await started.window.getByRole('option', { name: /Letters/ }).waitFor();
  expect(await mountOptions(started.system)).toMatch(/^ro,/);
  return started;
}

/** Of the disk, as everybody on that machine sees it; empty: it is not mounted. */
const mountOptions = ({ namespace }: SystemWithDisk): Promise<string> =>
  namespace.run('awk', ['$5 == "/mnt/blue" { print $6 }', '/proc/self/mountinfo']);

const isPutAway = (system: SystemWithDisk): Promise<void> =>
  eventually(async () => expect(await mountOptions(system)).toBe(''));

/** The computer sleeps for so long; the clock of the application is all that is changed. */
function sleepFor({ electron }: TestApplication, minutes: number): Promise<void> {
  return electron.evaluate(({ powerMonitor }, slept) => {
    const { Date: Clock } = globalThis;
    globalThis.Date = new Proxy(Clock, {
      construct: (target, given) =>
        given.length === 0
          ? new target(Clock.now() + slept)
          : (Reflect.construct(target, given) as Date),
    });
    powerMonitor.emit('resume');
  }, minutes * 60_000);
}

describe('a disk that was opened to look at snapshots', () => {
  it('is read-only, and is put away when the window is closed', async () => {
    const { system, window, notifications, tray } = await startLooking();
    await eventually(async () =>
      expect((await tray.menu()).map(({ label }) => label)).toContain('Unmount “Blue disk”'),
    );
    await window.close();
    await isPutAway(system);
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toBe(
        '“Blue disk” is unmounted and can be unplugged.',
      );
    });
    expect(system.pkexec.calls()).toEqual(['unlock system']);
  });

  it('is put away when nobody has used the window for ten minutes, and opened again', async () => {
    const { system, window, application } = await startLooking();
    await sleepFor(application, 11);
    await window.getByText(/which is closed\./).waitFor();
    expect(await mountOptions(system)).toBe('');
    await openDisk(window);
    await window.getByRole('option', { name: /Letters/ }).waitFor();
    expect(await mountOptions(system)).toMatch(/^ro,/);
  });

  it('is put away before the application quits', async () => {
    const { system, application } = await startLooking();
    const closed = application.electron.waitForEvent('close');
    process.kill(application.pid, 'SIGTERM');
    await closed;
    expect(await mountOptions(system)).toBe('');
  });

  it('is put away though the application was killed', async () => {
    const { system, application } = await startLooking();
    process.kill(application.pid, 'SIGKILL');
    await isPutAway(system);
  });

  it('is put away though its helper was killed, and that is said', async () => {
    const { system, window, notifications } = await startLooking();
    for (const { pid } of processesNaming('rsync-system-backup-helper.cjs unlock')) {
      process.kill(pid, 'SIGKILL');
    }
    await window.getByText(/which is closed\./).waitFor();
    expect(await mountOptions(system)).toBe('');
    expect(system.pkexec.calls()).toEqual(['unlock system', 'lock system']);
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toContain('can be unplugged.');
    });
  });

  it('is put away from the tray', async () => {
    const { system, tray, window } = await startLooking();
    await tray.click('Unmount “Blue disk”');
    await window.getByText(/which is closed\./).waitFor();
    expect(await mountOptions(system)).toBe('');
  });

  it('is backed up to meanwhile', async () => {
    const { system, window } = await startLooking();
    await openPage(window, 'Overview');
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/^Finished in /).waitFor();
    expect(await mountOptions(system)).toMatch(/^ro,/);
    await window.close();
    await isPutAway(system);
    expect(await system.snapshots()).toHaveLength(2);
  });

  it('is put away after the backup that runs when the window is closed', async () => {
    const { system, window, tray, notifications } = await startLooking();
    await writeFile(join(system.source, 'panorama.raw'), '');
    await truncate(join(system.source, 'panorama.raw'), 200 * 1024 ** 3);
    await openPage(window, 'Overview');
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(/copied ·/).waitFor();
    await window.close();
    await tray.click('Cancel');
    await isPutAway(system);
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toContain('can be unplugged.');
    });
  });

  it('can be marked, and stays read-only', async () => {
    const { system, window } = await startLooking();
    await window.getByRole('button', { name: 'This snapshot' }).click();
    await window.getByRole('menuitem', { name: /^Pin/ }).click();
    await window.getByRole('img', { name: 'pinned' }).waitFor();
    expect(system.pkexec.calls()).toEqual(['unlock system', 'pin system']);
    expect(await mountOptions(system)).toMatch(/^ro,/);
  });

  it('that is pulled out is waited for, and opened again', async () => {
    const { system, window } = await startLooking();
    await system.namespace.run('umount', ['--lazy', '/mnt/blue']);
    await system.unplug();
    await window.getByText('Connect the disk to look at them.').waitFor();
    await system.plug();
    await openDisk(window);
    await window.getByRole('option', { name: /Letters/ }).waitFor();
  });

  it('stays as it was where somebody else had mounted it', async () => {
    const system = await systemWithDisk();
    await system.mount();
    await system.plugBefore();
    const before = await mountOptions(system);
    const home = await makeHome();
    onTestFinished(home.remove);
    const triggers = { system: { ...DEFAULT_TRIGGERS, onPlug: false } };
    await writeFile(home.settings, JSON.stringify({ ...EMPTY_SETTINGS, triggers }));
    const application = await startApplication(home, [], system.electron);
    onTestFinished(application.stop);
    const window = await application.window();
    await openPage(window, 'Snapshots');
    await window.getByText(/^Every backup adds a snapshot here/).waitFor();
    const closed = application.electron.waitForEvent('close');
    process.kill(application.pid, 'SIGTERM');
    await closed;
    expect(await mountOptions(system)).toBe(before);
  });
});

/** Real passphrases are in the tests of the virtual machine. */
const FAKE_HELPER = `#!/bin/sh
# A fake of the helper: opens a disk with the right passphrase.
say() { printf '%s\\n' "$1"; }
[ "$1" = unlock ] || exit 1
attempt=1
while :; do
  say "{\\"event\\":\\"passphrase\\",\\"disk\\":\\"blue\\",\\"attempt\\":$attempt}"
  read -r reply || exit 1
  case $reply in
    '{"passphrase":"right"}') break ;;
    cancel) exit 1 ;;
  esac
  attempt=$((attempt + 1))
done
mount -o ro /mnt/blue
say '{"event":"open"}'
read -r reply
umount /mnt/blue
say '{"event":"answer","answer":{"safeToUnplug":true}}'
`;

it('the passphrase of a disk without a key file is asked for, again when it was wrong', async () => {
  const { system, window, application } = await start();
  await system.replaceHelper(FAKE_HELPER);
  await openDisk(window);
  await window.getByText(/^This disk needs its passphrase/).waitFor();
  const field = window.getByRole('textbox', { name: 'Passphrase' });
  await field.fill('wrong');
  await window.keyboard.press('Enter');
  await window.getByText('This was not the passphrase.').waitFor();
  expect(await field.inputValue()).toBe('');
  await field.fill('right');
  await openDisk(window);
  await window.getByRole('option', { name: /Letters/ }).waitFor();
  await window.close();
  await isPutAway(system);
  expect(application.complaints).toEqual([]);
});
