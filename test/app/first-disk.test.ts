import { expect, it } from 'vitest';
import { INSTALLED_PROFILES } from '../../main/shared/helper-files.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { writeSystemFile } from '../support/private-namespace.js';
import { expectForEveryone } from './looks.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk } from './system-with-disk.js';
import { eventually, openPage } from './test-application.js';

/** Nothing is set up yet, and a USB disk is connected, of which fstab(5) says this. */
async function start(fstab: string | null) {
  const system = await systemWithDisk();
  await system.namespace.run('rm', [`${INSTALLED_PROFILES}/system.json`]);
  if (fstab !== null) await writeSystemFile(system.namespace, '/etc/fstab', fstab);
  await system.plugBefore();
  const started = await startApplicationOn(system, DEFAULT_TRIGGERS, { triggers: {} });
  await started.window.getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
  const button = (name: string) => started.window.getByRole('button', { name, exact: true });
  return { ...started, button };
}

it('a USB disk that is set up already has a finished first backup after one question', async () => {
  const { system, window, button, application, notifications } = await start(null);
  await button('Back up to a USB disk').click();
  const disk = window.getByRole('combobox', { name: 'Disk' });
  await eventually(async () =>
    expect(await disk.locator('option:checked').textContent()).toBe('Blue disk, 268 MB'),
  );
  expect(await window.getByLabel('When the disk is plugged in').isChecked()).toBe(true);
  await window.getByLabel('Name', { exact: true }).fill('Letters');
  await window.getByLabel('Folder to back up').fill(system.source);
  await button('Save').click();
  await window.getByRole('heading', { name: 'You are not backed up yet.' }).waitFor();
  expect(system.pkexec.calls()).toEqual(['install-profile backup']);
  await button('Back up now').click();
  await window.getByText('You are safe.').waitFor();
  await eventually(() => {
    expect(notifications.sent.at(-1)?.body).toContain('“Blue disk” can be unplugged.');
  });
  const copied = 'mount /mnt/blue && cat /mnt/blue/backup/latest/letter.txt; umount /mnt/blue';
  expect(await system.namespace.run('sh', ['-c', copied])).toBe('Dear Ada');
  expect(application.complaints).toEqual([]);
});

it('a USB disk that neither table knows is shown with what to do, and offered once that is done', async () => {
  const { system, window, button, application } = await start('');
  const unknown = window.getByRole('region', { name: 'Disk Blue disk' });
  const commands = unknown.getByRole('region', { name: 'Commands for an administrator' });
  await button('Back up to a USB disk').click();
  await unknown.getByText(/^“Blue disk” \(268 MB\) is connected, but cannot be used/).waitFor();
  await unknown.getByRole('button', { name: 'Commands for an administrator' }).click();
  await commands.waitFor();
  await expectForEveryone(application, window);

  await openPage(window, 'Backups');
  await button('New backup').click();
  await unknown.getByText(/What is on it stays\.$/).waitFor();
  await unknown.getByRole('button', { name: 'Commands for an administrator' }).click();
  await expectForEveryone(application, window);
  const told = (await commands.textContent()) ?? '';
  expect(told).toMatch(/^echo 'UUID=[0-9a-f-]{36} \/mnt\/blue-disk auto noauto,/m);
  const done = told.replace('systemctl daemon-reload', '');
  await system.namespace.run('sh', ['-c', done]);
  await window.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
  await unknown.waitFor({ state: 'detached' });
  await window.getByRole('combobox', { name: 'Disk' }).selectOption('Blue disk, 268 MB');
  expect(await window.getByLabel('Folder for the backup').inputValue()).toMatch(
    /^\/mnt\/blue-disk\//,
  );
  expect(application.complaints).toEqual([]);
});
