import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { installedMachine, type InstalledMachine } from './installed-machine.js';

const MADE = `
  mkdir -p /etc/rsync-system-backup/profiles /var/lib/rsync-system-backup/profiles /etc/udev/rules.d
  mkdir -p /etc/systemd/system/timers.target.wants /var/lib/systemd/timers /mnt/backups/latest
  echo {} > /etc/rsync-system-backup/profiles/home.json
  echo {} > /var/lib/rsync-system-backup/profiles/home.json
  mkdir -p /var/cache/rsync-system-backup/search
  echo > /var/cache/rsync-system-backup/search/home
  echo > /etc/udev/rules.d/90-rsync-system-backup-home.rules
  echo > /etc/udev/rules.d/91-other.rules
  ln -s /nowhere /etc/systemd/system/timers.target.wants/rsync-system-backup@home.timer
  echo > /var/lib/systemd/timers/stamp-rsync-system-backup@home.timer
  echo one > /mnt/backups/latest/letter
`;

/** What is left of the program’s own, and of what is somebody’s. */
async function left(machine: InstalledMachine): Promise<readonly string[]> {
  const found = await machine.shell(`
    cd /; find etc/rsync-system-backup var/lib/rsync-system-backup var/cache/rsync-system-backup etc/udev/rules.d/9?-* \\
      etc/systemd/system/timers.target.wants/rsync-system-backup* etc/apparmor.d/rsync-system-backup \\
      var/lib/systemd/timers/stamp-rsync-system-backup* mnt/backups/latest/letter 2> /dev/null | sort || :
  `);
  return found.trim().split('\n');
}

const SOMEBODYS = ['etc/udev/rules.d/91-other.rules', 'mnt/backups/latest/letter'];

it('a removal keeps what was set up, and a purge leaves nothing but backups', async () => {
  const machine = await installedMachine();
  await machine.shell(MADE);
  await machine.maintain('postinst', 'configure', '');
  const before = await left(machine);
  await machine.maintain('prerm', 'remove');
  await machine.maintain('postrm', 'remove');
  expect(await left(machine)).toEqual(
    before.filter((path) => path !== 'etc/apparmor.d/rsync-system-backup'),
  );
  await machine.maintain('postrm', 'purge');
  expect(await left(machine)).toEqual(SOMEBODYS);
});

it('an upgrade and a downgrade change nothing that was set up', async () => {
  const machine = await installedMachine();
  await machine.shell(MADE);
  await machine.maintain('postinst', 'configure', '');
  const before = await left(machine);
  for (const other of ['2.0.0-1', '1.0.0-1']) {
    await machine.maintain('prerm', 'upgrade', other);
    await machine.maintain('postrm', 'upgrade', other);
    await machine.maintain('postinst', 'configure', other);
    expect(await left(machine)).toEqual(before);
  }
});

it('a purge keeps what somebody else has put beside the profiles', async () => {
  const machine = await installedMachine();
  await machine.shell(`${MADE}
    mkdir /var/lib/rsync-system-backup/latest
    echo two > /var/lib/rsync-system-backup/latest/letter
  `);
  await machine.maintain('postrm', 'purge');
  expect(await machine.shell('cat /var/lib/rsync-system-backup/latest/letter')).toBe('two\n');
});

it('AppArmor gets the profile where it understands it, and is left alone where not', async () => {
  const machine = await installedMachine();
  const source = '/usr/share/rsync-system-backup/apparmor';
  const understood = await machine.shell(
    `apparmor_parser --skip-kernel-load --skip-cache ${source} > /dev/null 2>&1 && echo yes || echo no`,
  );
  await machine.maintain('postinst', 'configure', '');
  const profiles = await readdir(machine.inside('/etc/apparmor.d'));
  expect(profiles.includes('rsync-system-backup')).toBe(understood.trim() === 'yes');
  // One that was installed before AppArmor became older must not keep the others from being loaded.
  await machine.shell(`cp ${source} /etc/apparmor.d/rsync-system-backup`);
  await machine.maintain('postinst', 'configure', '');
  const after = await readdir(machine.inside('/etc/apparmor.d'));
  expect(after.includes('rsync-system-backup')).toBe(understood.trim() === 'yes');
});
