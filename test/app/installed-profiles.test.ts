import { truncate, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import type { Page } from 'playwright-core';
import { writeSystemFile } from '../support/private-namespace.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { writeProgram } from './fake-pkexec.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk, type SystemWithDisk } from './system-with-disk.js';
import { isWiderThanWindow, useTheme, violations, zoom } from './looks.js';
import { processesNaming } from './running-processes.js';
import { eventually, openPage } from './test-application.js';

describe('an installed profile', () => {
  it('is backed up by root from the tray, and its disk can be unplugged then', async () => {
    const { tray, window, system, notifications } = await start();
    await window.getByText('You are not backed up yet.').waitFor();
    await tray.click('Back up now');
    await window.getByText(/^Finished in /).waitFor();
    await window.getByText('You are safe.').waitFor();
    await window.getByText('“Blue disk” can be unplugged.').waitFor();
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toMatch(
        /^Finished in .+\. “Blue disk” can be unplugged\.$/,
      );
    });
    expect(system.pkexec.calls()).toEqual(['run system']);
    expect(await system.snapshots()).toHaveLength(1);
  });

  it('is cancelled from the window', async () => {
    const { window, system } = await startLargeRun();
    await window.getByRole('button', { name: 'Cancel' }).click();
    await window.getByText('The backup was cancelled.').waitFor();
    expect(processesNaming(system.source)).toEqual([]);
    expect(await system.snapshots()).toEqual([]);
  });

  it('is stopped and cleaned up before the application quits', async () => {
    const { application, system } = await startLargeRun();
    const closed = application.electron.waitForEvent('close');
    process.kill(application.pid, 'SIGTERM');
    await closed;
    expect(processesNaming(system.source)).toEqual([]);
    expect(await system.snapshots()).toEqual([]);
  });

  it('ends cleanly when the application is killed', async () => {
    const { application, system } = await startLargeRun();
    process.kill(application.pid, 'SIGKILL');
    await eventually(() => expect(processesNaming(system.source)).toEqual([]));
    expect(await system.snapshots()).toEqual([]);
  });

  it('whose helper is killed has its disk locked, and says what happened', async () => {
    const { window, system } = await startLargeRun();
    for (const { pid } of processesNaming('rsync-system-backup-helper.cjs run')) {
      process.kill(pid, 'SIGKILL');
    }
    await window.getByText('The backup stopped before it was finished.').waitFor();
    await window.getByText(/Its disk has been locked\./).waitFor();
    await window.getByText(/“Blue disk” can be unplugged\./).waitFor();
    expect(system.pkexec.calls()).toEqual(['run system', 'lock system']);
    // Of rsync's three processes the first ends with the helper, the others when they notice.
    await eventually(() => expect(processesNaming(system.source)).toEqual([]));
  });

  it('is listed anew when an administrator edits it', async () => {
    const { window, system } = await start();
    await window.getByText('You are not backed up yet.').waitFor();
    await system.writeProfile({ ...system.profile, id: 'letters', name: 'Letters' });
    await window.getByRole('article', { name: 'Letters' }).waitFor();
    await system.backedUp(10);
    await window.getByText('“System” is safe.').waitFor();
  });

  it('that everybody could have changed is not used, and said so', async () => {
    const { window, system } = await start();
    await window.getByText('You are not backed up yet.').waitFor();
    const path = '/etc/rsync-system-backup/profiles/system.json';
    await system.namespace.run('chmod', ['666', path]);
    await window.getByText(/^The installed backups cannot be trusted/).waitFor();
  });
});

describe('permission', () => {
  it.each([
    ['not-authorized', 'The system did not allow it.'],
    ['no-agent', 'Your desktop has no program that asks for passwords.'],
  ] as const)('that is %s is told in plain words', async (permission, title) => {
    const { window, system, notifications } = await start();
    await system.pkexec.answer(permission);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText(title).waitFor();
    await eventually(() => expect(notifications.sent.at(-1)?.body).toContain(title));
    await system.pkexec.answer('granted');
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText('You are safe.').waitFor();
  });

  it('that the person refuses by closing the question is no failure', async () => {
    const { window, system, tray } = await start();
    await system.pkexec.answer('dismissed');
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window
      .getByText('Nothing was backed up: you closed the question for the password.')
      .waitFor();
    expect((await tray.menu()).map(({ label }) => label)).toContain('No backup yet');
  });

  it('that nobody answers can be given up', async () => {
    const { window, system } = await start();
    await system.pkexec.answer('unanswered');
    await window.getByRole('button', { name: 'Back up now' }).click();
    await eventually(() => expect(system.pkexec.calls()).toEqual(['run system']));
    await window.getByRole('button', { name: 'Cancel' }).click();
    await window.getByText('The backup was cancelled.').waitFor();
  });

  it('is of no use where the helper is not installed', async () => {
    const { window } = await start(await systemWithDisk(false));
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window
      .getByText('The part of this program that backs up the system is not installed.')
      .waitFor();
  });

  it('cannot be asked for where pkexec is not installed', async () => {
    const { window, system } = await start();
    await system.namespace.run('rm', ['/usr/bin/pkexec']);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText('The program “pkexec” is not installed.').waitFor();
  });
});

describe('a disk', () => {
  it('that is plugged in starts a backup, once in its interval', async () => {
    const system = await systemWithDisk();
    const { window, tray } = await startApplicationOn(system);
    await window.getByText('not connected').waitFor();
    expect(await tray.tooltip()).toContain('Next: when “Blue disk” is plugged in');
    await system.plug();
    await window.getByText('You are safe.').waitFor();
    await window.getByText('connected', { exact: true }).waitFor();
    await system.unplug();
    await window.getByText('not connected').waitFor();
    await system.plug();
    await window.getByText('Not backed up again: the last backup was a moment ago.').waitFor();
    expect(system.pkexec.calls()).toEqual(['run system']);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await eventually(async () => expect(await system.snapshots()).toHaveLength(2));
  });

  it('that is there when the application starts counts as plugged in', async () => {
    const system = await systemWithDisk();
    await system.plugBefore();
    const { window } = await startApplicationOn(system);
    await window.getByText('You are safe.').waitFor();
    expect(system.pkexec.calls()).toEqual(['run system']);
  });

  it('that is there when the application starts waits for its interval', async () => {
    const system = await systemWithDisk();
    await system.plugBefore();
    await system.backedUp(12);
    const { window } = await startApplicationOn(system);
    await window.getByText('Not backed up again: the last backup was 12 minutes ago.').waitFor();
    expect(system.pkexec.calls()).toEqual([]);
  });

  it('that is open can be locked from the tray', async () => {
    const system = await systemWithDisk();
    await system.mount();
    const { window, tray, notifications } = await start(system);
    await window.getByText('in use').waitFor();
    expect(await violations(window)).toEqual([]);
    await tray.click('Unmount “Blue disk”');
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toBe(
        '“Blue disk” is unmounted and can be unplugged.',
      );
    });
    await window.getByText('connected', { exact: true }).waitFor();
  });
});

describe('the editor', () => {
  it('installs what the administrator is to carry out, and removes it again', async () => {
    const { window, system, home } = await start();
    await openPage(window, 'Backups');
    await window.getByRole('button', { name: 'Edit System' }).click();
    await window.getByLabel('Name').fill('Whole system');
    await window.getByLabel('Every day').check();
    await window.getByText(/^rsync-system-backup --mount=\/mnt\/blue /).waitFor();
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await window.getByRole('listitem', { name: 'Whole system' }).waitFor();
    expect(system.pkexec.calls()).toEqual(['install-profile system']);
    const settings = JSON.parse(readFileSync(home.settings, 'utf8')) as Settings;
    expect(settings.triggers['system']?.schedule).toBe('0 18 * * *');
    expect(settings.profiles).toEqual([]);
    await window.getByRole('button', { name: 'Delete Whole system' }).click();
    await window.getByRole('button', { name: 'Delete “Whole system”' }).click();
    await window.getByText(/^What is backed up, where to and when will be here\./).waitFor();
    expect(system.pkexec.calls().at(-1)).toBe('remove-profile system');
  });

  it('tests what the administrator is to carry out, and leaves everything as it is', async () => {
    const { window, system } = await start();
    await openPage(window, 'Backups');
    await window.getByRole('button', { name: 'Edit System' }).click();
    const test = window.getByRole('button', { name: 'Test', exact: true });
    await test.click();
    await window.getByText('A backup would copy 8 bytes: 1 new.').waitFor();
    await system.pkexec.answer('dismissed');
    await test.click();
    await window
      .getByText('Nothing was tested: you closed the question for the password.')
      .waitFor();
    await system.pkexec.answer('unanswered');
    await test.click();
    await window.getByRole('button', { name: 'Stop the test' }).click();
    await window.getByText('The test was stopped.').waitFor();
    await system.replaceHelper(FAKE_HELPER);
    await system.pkexec.answer('granted');
    await test.click();
    await window.getByText('“blue” has no key file, and a test asks for no passphrase.').waitFor();
    expect(new Set(system.pkexec.calls())).toEqual(new Set(['test-profile system']));
    expect(await system.snapshots()).toEqual([]);
  });

  it('changes nothing when the password is refused', async () => {
    const { window, system } = await start();
    await openPage(window, 'Backups');
    await window.getByRole('button', { name: 'Edit System' }).click();
    await window.getByLabel('Name').fill('Whole system');
    await system.pkexec.answer('dismissed');
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await window
      .getByText('Nothing was changed: you closed the question for the password.')
      .waitFor();
    expect(await window.getByLabel('Name').inputValue()).toBe('Whole system');
    await window.getByRole('button', { name: 'Discard' }).click();
    await window.getByRole('listitem', { name: 'System' }).waitFor();
  });

  it('offers the disks that this computer knows', async () => {
    const { window } = await start();
    await openPage(window, 'Backups');
    await window.getByRole('button', { name: 'New backup' }).click();
    await window.getByRole('combobox', { name: 'Disk' }).selectOption({ index: 1 });
    expect(await window.getByLabel('Folder for the backup').inputValue()).toBe(
      '/mnt/blue/backup/latest',
    );
    expect(await window.getByLabel('Back up as the administrator').isChecked()).toBe(true);
  });
});

describe('a schedule', () => {
  it('waits for the disk that is missing, in sight, and runs when it is plugged in', async () => {
    const system = await systemWithDisk();
    const triggers = {
      ...DEFAULT_TRIGGERS,
      onPlug: false,
      schedule: '0 0 * * *',
      scheduledSince: 1,
    };
    const { window, tray } = await startApplicationOn(system, triggers);
    await window.getByText(/A backup is waiting until “Blue disk” is plugged in\.$/).waitFor();
    await openPage(window, 'Log');
    await window.getByText('Not backed up: the disk is not connected.').waitFor();
    expect(system.pkexec.calls()).toEqual([]);
    await system.plug();
    await window.getByText(/^Finished in /).waitFor();
    await window.getByText('Started late, because its time was missed.').waitFor();
    expect(await tray.tooltip()).toContain('Next: tomorrow at 00:00');
    expect(system.pkexec.calls()).toEqual(['run system']);
  });
});

describe('a computer on its battery', () => {
  it('does not back up by itself where that is not wanted, until it has power from the mains', async () => {
    const system = await systemWithDisk();
    await system.plugBefore();
    const setMains = await withBattery(system);
    await setMains('0');
    const schedule = { onPlug: false, schedule: '0 0 * * *', scheduledSince: 1 };
    const triggers = { ...DEFAULT_TRIGGERS, ...schedule, onBattery: false };
    const { window, tray } = await startApplicationOn(system, triggers);
    await window
      .getByText(/A backup is waiting until the computer has power from the mains\.$/)
      .waitFor();
    expect(system.pkexec.calls()).toEqual([]);
    await setMains('1');
    // It looks every few minutes, and whenever something else changes.
    await tray.click('For 1 hour');
    await tray.click('Resume backups');
    await window.getByText(/^Finished in /).waitFor();
    expect(system.pkexec.calls()).toEqual(['run system']);
  });
});

describe('a system without udevadm', () => {
  it(
    'says that disks are not noticed, once however often it tries',
    { timeout: 240_000 },
    async () => {
      const system = await systemWithDisk();
      await system.namespace.run('rm', ['/usr/bin/udevadm']);
      const { window, notifications } = await startApplicationOn(system);
      await window.getByText('This computer does not tell when a disk is plugged in.').waitFor();
      const started = await temporaryDirectory();
      const broken = `#!/bin/sh\n# A fake of udevadm(8).\nmktemp --tmpdir=${started} "$1.XXXXXX"\nexit 1\n`;
      await writeProgram(system.namespace, '/usr/bin/udevadm', broken);
      await eventually(() => {
        const monitors = readdirSync(started).filter((name) => name.startsWith('monitor'));
        expect(monitors.length).toBeGreaterThan(1);
      }, 150_000);
      expect(notifications.sent).toEqual([]);
      expect(await window.getByRole('alert').count()).toBe(1);
    },
  );

  it('backs up to a disk that is known by its label, when somebody starts it', async () => {
    const system = await systemWithDisk();
    await system.namespace.run('rm', ['/usr/bin/udevadm']);
    const { window } = await startApplicationOn(system);
    await window.getByRole('button', { name: 'Back up now' }).click();
    await window.getByText('You are safe.').waitFor();
    expect(await system.snapshots()).toHaveLength(1);
    expect(system.pkexec.calls()).toEqual(['run system']);
  });
});

it('a table of disks that cannot be read is named, and used as soon as it is put right', async () => {
  const system = await systemWithDisk();
  const table = await system.namespace.run('cat', ['/etc/fstab']);
  await system.namespace.run('sh', ['-c', 'rm /etc/fstab && mkdir /etc/fstab']);
  const { window, notifications } = await startApplicationOn(system);
  await window.getByText(/^Which disks this computer has cannot be read/).waitFor();
  expect(notifications.sent).toEqual([]);
  await system.namespace.run('rmdir', ['/etc/fstab']);
  await writeSystemFile(system.namespace, '/etc/fstab', table);
  await system.plug();
  await window.getByText('You are safe.').waitFor();
  expect(await window.getByRole('alert').count()).toBe(0);
  expect(system.pkexec.calls()).toEqual(['run system']);
});

describe('a passphrase', () => {
  it('is asked for, again when it was wrong, and then not kept', async () => {
    const { window, system, application } = await startAsking();
    const field = window.getByRole('textbox', { name: 'Passphrase' });
    await field.fill('wrong');
    await window.keyboard.press('Enter');
    await window.getByText(/^This was not the passphrase\./).waitFor();
    expect(await field.inputValue()).toBe('');
    await field.fill('“right”\\');
    await window.getByRole('button', { name: 'Unlock and back up' }).click();
    await window.getByText(/^Finished in /).waitFor();
    expect(processesNaming('“right”')).toEqual([]);
    expect(application.complaints).toEqual([]);
    expect(system.pkexec.calls()).toEqual(['run system']);
  });

  it('is asked for in a way that is for everyone, and fits at 200 %', async () => {
    const { application, window } = await startAsking();
    await window.getByRole('textbox', { name: 'Passphrase' }).fill('wrong');
    await window.keyboard.press('Enter');
    await window.getByText(/^This was not the passphrase\./).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(application, window, theme);
      expect(await violations(window)).toEqual([]);
    }
    await zoom(application, window, 2);
    expect(await isWiderThanWindow(window)).toBe(false);
    await window.getByRole('button', { name: 'Cancel the backup' }).click();
    await window.getByText('The backup was cancelled.').waitFor();
    expect(await isWiderThanWindow(window)).toBe(false);
    expect(application.complaints).toEqual([]);
  });

  it('that is not given cancels the run', async () => {
    const { window } = await startAsking();
    await window.keyboard.press('Escape');
    await window.getByText('The backup was cancelled.').waitFor();
    expect(await window.getByRole('dialog').count()).toBe(0);
  });

  it('is asked for by a notification too when the window is closed', async () => {
    const { application, tray, notifications, window } = await startAsking(async (page) => {
      await page.close();
    });
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toBe('“blue” is waiting for its passphrase.');
    });
    expect(window.isClosed()).toBe(true);
    await eventually(() => expect(application.electron.windows()).toHaveLength(1));
    await tray.click('Cancel');
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toMatch(/^The backup was cancelled\./);
    });
  });
});

/** With a disk that is there and starts nothing. */
async function start(given?: SystemWithDisk) {
  const system = given ?? (await systemWithDisk());
  await system.plugBefore();
  return startApplicationOn(system, { ...DEFAULT_TRIGGERS, onPlug: false });
}

/** Pretends that the computer has a battery; answers what sets whether it is connected to the mains: 1, or 0. */
async function withBattery({ namespace }: SystemWithDisk) {
  const supplies = '/sys/class/power_supply';
  await namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', '/sys/class']);
  await namespace.run('mkdir', ['--parents', `${supplies}/BAT0`, `${supplies}/AC`]);
  await writeSystemFile(namespace, `${supplies}/BAT0/type`, 'Battery\n');
  await writeSystemFile(namespace, `${supplies}/AC/type`, 'Mains\n');
  return (online: '0' | '1') => writeSystemFile(namespace, `${supplies}/AC/online`, `${online}\n`);
}

/** A run that has begun to copy, and takes its time. */
async function startLargeRun() {
  const system = await systemWithDisk();
  await makeLarge(join(system.source, 'panorama.raw'));
  const started = await start(system);
  await started.window.getByRole('button', { name: 'Back up now' }).click();
  await started.window.getByText(/copied ·/).waitFor();
  return started;
}

/** A file of holes: it takes no room, and time to copy. */
async function makeLarge(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 200 * 1024 ** 3);
}

/** Real passphrases, and the helper that asks for them, are in the tests of the virtual machine. */
const FAKE_HELPER = `#!/bin/sh
# A fake of the helper: asks for a passphrase until it is the right one.
say() { printf '%s\\n' "$1"; }
say '{"event":"start","version":1,"tool":"fake","source":"/","destination":"/mnt","dryRun":false}'
say '{"event":"phase","phase":"unlock"}'
attempt=1
while :; do
  say "{\\"event\\":\\"passphrase\\",\\"disk\\":\\"blue\\",\\"attempt\\":$attempt}"
  read -r reply || reply=cancel
  outcome=complete
  case $reply in
    '{"passphrase":"“right”\\\\"}') break ;;
    cancel) outcome=cancelled; break ;;
  esac
  attempt=$((attempt + 1))
done
say "{\\"event\\":\\"finished\\",\\"outcome\\":\\"$outcome\\",\\"seconds\\":1,\\"snapshot\\":null,\\"changes\\":null,\\"destinationId\\":null,\\"safeToUnplug\\":true}"
`;

async function startAsking(before: (page: Page) => Promise<void> = () => Promise.resolve()) {
  const system = await systemWithDisk();
  await system.replaceHelper(FAKE_HELPER);
  const started = await start(system);
  await started.window.getByRole('button', { name: 'Back up now' }).waitFor();
  await before(started.window);
  await started.tray.click('Back up now');
  if (!started.window.isClosed()) await started.window.getByRole('dialog').waitFor();
  return started;
}
