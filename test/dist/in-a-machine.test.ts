import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { FLAGS_FOR_EMULATOR } from '../vm/rig/application.js';
import { watchDesktop, type Desktop } from '../vm/rig/desktop.js';
import { describeTree, diskContents } from '../vm/rig/disk-contents.js';
import type { GuestShell } from '../vm/rig/guest-shell.js';
import type { Guest } from '../vm/rig/guest.js';
import { askHelper } from '../vm/rig/helper-call.js';
import { LAPTOP } from '../vm/rig/laptop.js';
import { BUILT, NEXT } from './package-disk.js';
import { startPolkitAgent } from '../vm/rig/polkit-agent.js';
import { resume } from '../vm/rig/scenario.js';
import { startUserUnit, userSystemctl } from '../vm/rig/session.js';
import type { UsbDisk } from '../vm/rig/usb-port.js';
import { windowAt } from '../vm/rig/window.js';

/** Milliseconds; the emulated machine is slow. */
const START_LIMIT = 150_000;
const RUN_LIMIT = 150_000;

const PACKAGES = '/srv/packages';
/** As the service manager writes the name of the autostart entry. */
const AUTOSTARTED = String.raw`app-rsync\x2dsystem\x2dbackup@autostart.service`;
const DEBUGGING_PORT = 9333;

const machine = resume('ready');

let desktop: Desktop;
let disk: UsbDisk;
let packages: UsbDisk;

beforeAll(async () => {
  const guest = machine();
  desktop = watchDesktop(guest.root);
  disk = await guest.disk('backups');
  await takeAway(guest.root);
  packages = guest.usb.disk(inject('packageDisk'), 'PACKAGES');
  await packages.plug();
  await guest.settled(packages.device);
});

afterAll(() => {
  desktop.stop();
});

/** What the guest has instead of a package. */
async function takeAway(root: GuestShell): Promise<void> {
  await root.script(`
    rm -r /opt/rsync-system-backup /usr/bin/rsync-system-backup /usr/libexec/rsync-system-backup-helper \
      /usr/share/polkit-1/actions/org.rsync-system-backup.policy /etc/rsync-system-backup
    rm -rf /var/lib/rsync-system-backup`);
  expect(await filesOfOurs(root)).toEqual([]);
}

/** Whatever has our name on the guest's own disk, but in homes. */
async function filesOfOurs(root: GuestShell): Promise<readonly string[]> {
  const output = await root.script(`
    find / -xdev -path /home -prune -o -regex '.*rsync[-_]system[-_]backup.*' -print`);
  return output.split('\n').filter((line) => line !== '');
}

/** Milliseconds. */
const APT_LIMIT = 240_000;
const APT = 'DEBIAN_FRONTEND=noninteractive apt-get --yes';

async function install(root: GuestShell, name: string): Promise<void> {
  const script = `
    mkdir -p ${PACKAGES}; mount -o ro ${packages.device} ${PACKAGES}
    ${APT} --allow-downgrades install ${PACKAGES}/${name}
    umount ${PACKAGES}`;
  await root.script(script, { timeout: APT_LIMIT });
}

async function takeOff(root: GuestShell, how: 'remove' | 'purge'): Promise<void> {
  await root.script(`${APT} ${how} rsync-system-backup`, { timeout: APT_LIMIT });
  await root.waitUntil("! pgrep --full '^/opt/rsync-system-backup/.*--hidden'");
}

/** What the package's own entry starts, with what the emulator needs, and a window that a program can read. */
async function logIn(root: GuestShell): Promise<void> {
  await userSystemctl(root, 'set-environment', 'DISPLAY=:99', 'LANG=C.UTF-8', 'NO_AT_BRIDGE=1');
  await userSystemctl(root, 'daemon-reload');
  const [, command = ''] =
    /^ExecStart=:?(.*)$/m.exec(await userSystemctl(root, 'cat', AUTOSTARTED)) ?? [];
  expect(command).toContain('/opt/rsync-system-backup/rsync-system-backup');
  const flags = [...FLAGS_FOR_EMULATOR, `--remote-debugging-port=${DEBUGGING_PORT}`].join(' ');
  await root.put(
    `/run/user/1000/systemd/user/${AUTOSTARTED}.d/flags.conf`,
    `[Service]\nExecStart=\nExecStart=${command.replace('--hidden', `${flags} --hidden`)}\n`,
  );
  await userSystemctl(root, 'daemon-reload');
  await startUserUnit(root, 'login.target');
}

async function backedUp(guest: Guest): Promise<void> {
  const finished = /Finished in .*“backups” can be unplugged\./;
  await desktop.notification(({ body }) => finished.test(body), RUN_LIMIT);
  const { trees } = await diskContents(guest);
  expect(trees['latest']).toBe(await describeTree(guest, LAPTOP.source));
}

it('apt installs it, and the application is in the tray from the next login on', async () => {
  const { root } = machine();
  await install(root, BUILT);
  await logIn(root);
  await desktop.trayItems(1, START_LIMIT);
  expect((await desktop.tray()).menu.map(({ label }) => label)).toContain('Quit');
});

it('an administrator sets a backup up, and the disk is backed up when it is plugged in', async () => {
  const guest = machine();
  const agent = await startPolkitAgent(guest.root, 'right');
  const { exitCode, error } = await askHelper(guest, 'install-profile', LAPTOP);
  expect([exitCode, error]).toEqual([0, undefined]);
  await agent.stop();
  await disk.plug();
  await backedUp(guest);
});

it('a file that was lost comes back by browsing', async () => {
  const { root } = machine();
  await root.script(`rm ${LAPTOP.source}/b/file-1`);
  await desktop.clickMenu('Browse snapshots');
  const window = await windowAt(root, DEBUGGING_PORT);
  await window.getByRole('button', { name: 'Open the disk' }).click();
  await window.getByText('b', { exact: true }).dblclick();
  await window.getByText('file-1', { exact: true }).click();
  await window.getByRole('button', { name: 'Restore…' }).click();
  await window.getByRole('button', { name: /^Restore “file-1/ }).click();
  await window.getByText('It is back.').waitFor();
  expect(await root.run('cat', [`${LAPTOP.source}/b/file-1`])).toBe('b 1\n');
  await window.close();
  await root.waitUntil('! dmsetup ls | grep -q backups');
});

it('the disk is unplugged: the application waits for it, and a timer’s run is no failure', async () => {
  const { root } = machine();
  await disk.unplug();
  await root.waitUntil(`[ ! -e ${disk.device} ]`);
  await vi.waitFor(async () => {
    expect((await desktop.tray()).tooltip).toContain('Next: when “backups” is plugged in');
  }, START_LIMIT);
  await root.run('systemctl', ['start', `rsync-system-backup@${LAPTOP.id}.service`]);
});

it('an upgrade starts the application anew, which goes on as before', async () => {
  const guest = machine();
  await install(guest.root, NEXT);
  await desktop.trayItems(2, START_LIMIT);
  await guest.root.script(`date > ${LAPTOP.source}/b/later`);
  // The last backup is not recent any more.
  await guest.root.run('date', ['--set', '+2 hours']);
  await disk.plug();
  await backedUp(guest);
});

it('a downgrade starts it anew as well', async () => {
  await install(machine().root, BUILT);
  await desktop.trayItems(3, START_LIMIT);
});

it('removed while it runs, it ends, and keeps what was set up for when it is back', async () => {
  const { root } = machine();
  const profile = `/etc/rsync-system-backup/profiles/${LAPTOP.id}.json`;
  const before = await root.run('cat', [profile]);
  await takeOff(root, 'remove');
  expect(await root.run('cat', [profile])).toBe(before);
  await install(root, NEXT);
  await startUserUnit(root, AUTOSTARTED);
  await desktop.trayItems(4, START_LIMIT);
  await vi.waitFor(async () => {
    expect((await desktop.tray()).menu.map(({ label }) => label)).toContain('Back up now');
  }, START_LIMIT);
});

it('purged while it runs, it ends, and leaves nothing but the backups', async () => {
  const guest = machine();
  await takeOff(guest.root, 'purge');
  expect(await filesOfOurs(guest.root)).toEqual([]);
  const { snapshots, trees } = await diskContents(guest);
  expect(snapshots).not.toEqual([]);
  expect(trees['latest']).toBe(await describeTree(guest, LAPTOP.source));
});
