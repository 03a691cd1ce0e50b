import { expect, it, vi } from 'vitest';
import { startApplicationOn } from './start-on.js';
import { folderProfile } from './settings-of-test.js';
import { systemWithDisk, type SystemWithDisk } from './system-with-disk.js';
import { openPage, startApplication } from './test-application.js';

vi.setConfig({ testTimeout: 120_000 });

it('what root has backed up is not safe any more at once, when its snapshot is removed in the window', async () => {
  const system = await systemBackedUp();
  await system.mount();
  const { window } = await startApplicationOn(system);
  await window.getByText('You are safe.').waitFor();
  await openPage(window, 'Snapshots');
  await window.getByRole('button', { name: 'This snapshot' }).click();
  await window.getByRole('menuitem', { name: /^Remove/ }).click();
  await window.getByRole('button', { name: 'Remove 1 snapshot' }).click();
  await openPage(window, 'Overview');
  await window.getByText('You are not backed up yet.').waitFor();
  expect(system.pkexec.calls()).toEqual(['remove-snapshot system']);
});

it('what root has backed up is not safe where an administrator sends it by hand', async () => {
  const system = await systemBackedUp();
  const { window } = await startApplicationOn(system);
  await window.getByText('You are safe.').waitFor();
  await system.writeProfile({ ...system.profile, destination: '/mnt/blue/other/latest' });
  await window.getByText('You are not backed up yet.').waitFor();
  await system.writeProfile(system.profile);
  await window.getByText('You are safe.').waitFor();
});

it('an empty mount point is no empty backup', async () => {
  const system = await systemWithDisk(false);
  await system.namespace.run('rm', ['/etc/rsync-system-backup/profiles/system.json']);
  await system.mount();
  const started = await startApplicationOn(system, undefined, {
    profiles: [
      {
        ...folderProfile({ path: system.source }, 'letters', '.'),
        destination: '/mnt/blue/latest',
      },
    ],
  });
  await started.window.getByRole('button', { name: 'Back up now' }).click();
  await started.window.getByText('You are safe.').waitFor();
  await started.application.stop();
  await system.namespace.run('umount', ['/mnt/blue']);
  const again = await startApplication(started.home, [], system.electron);
  const window = await again.window();
  await window.getByText('You are safe.').waitFor();
  await again.stop();
});

/** Its disk is away again. */
async function systemBackedUp(): Promise<SystemWithDisk> {
  const system = await systemWithDisk();
  await system.plugBefore();
  await system.backUp();
  await system.unplug();
  return system;
}
