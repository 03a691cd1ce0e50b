import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import { GUEST_FILES } from './guest-files.js';
import { PASSWORDS, TESTER } from './guest-users.js';

/** Units that cost time and that no scenario looks at. */
const MASKED_UNITS = [
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer'],
  ...['e2scrub_reap.service', 'fstrim.timer', 'systemd-tmpfiles-clean.timer', 'ldconfig.service'],
  ...['systemd-networkd.service', 'systemd-networkd.socket', 'rsync.service'],
  ...['systemd-networkd-wait-online.service', 'systemd-journal-flush.service'],
  ...['systemd-pstore.service', 'systemd-update-utmp.service', 'systemd-firstboot.service'],
  ...['systemd-update-utmp-runlevel.service', 'systemd-machine-id-commit.service'],
  ...['kmod-static-nodes.service', 'sys-kernel-debug.mount', 'sys-kernel-tracing.mount'],
  ...['dev-hugepages.mount', 'dev-mqueue.mount', 'modprobe@configfs.service'],
  ...['modprobe@drm.service', 'modprobe@efi_pstore.service', 'modprobe@fuse.service'],
  ...['sys-fs-fuse-connections.mount', 'systemd-quotacheck.service', 'console-setup.service'],
  ...['keyboard-setup.service', 'cryptdisks.service', 'cryptdisks-early.service'],
  ...['getty-static.service', 'serial-getty@ttyS0.service', 'systemd-sysusers.service'],
  ...['systemd-random-seed.service', 'systemd-boot-update.service', 'systemd-rfkill.service'],
  ...['systemd-time-wait-sync.service', 'systemd-ask-password-console.path'],
  ...['systemd-ask-password-wall.path', 'proc-sys-fs-binfmt_misc.automount'],
  ...[
    'systemd-journald-audit.socket',
    'systemd-rfkill.socket',
    'systemd-binfmt.service',
    'systemd-udev-settle.service',
  ],
];

/** Turns an installed Debian into the guest, which lets the owner of a key of ssh in. */
export async function configureRoot(root: string, publicKey: string): Promise<void> {
  await cp(join(GUEST_FILES, 'root'), root, { recursive: true });
  for (const unit of MASKED_UNITS) await link(root, `etc/systemd/system/${unit}`, '/dev/null');
  const target = '/lib/systemd/system/multi-user.target';
  await link(root, 'etc/systemd/system/default.target', target);
  await addUsers(root, publicKey);
  await addKeys(root);
  for (const path of ['var/cache/apt', 'var/lib/apt/lists', 'etc/apt/sources.list.d']) {
    await rm(join(root, path), { recursive: true, force: true });
  }
}

async function addUsers(root: string, publicKey: string): Promise<void> {
  const { name, uid } = TESTER;
  const user = ['--create-home', '--shell', '/bin/bash', '--uid', String(uid), name];
  await runProgram('chroot', [root, 'useradd', ...user]);
  // For what the tests start over ssh: it starts in half of bash's time.
  await runProgram('chroot', [root, 'usermod', '--shell', '/bin/sh', 'root']);
  const lines = Object.entries(PASSWORDS).map((pair) => `${pair.join(':')}\n`);
  // Debian's own takes the emulated machine half a second each time that somebody is asked.
  await runProgram('chroot', [root, 'chpasswd', '--crypt-method', 'SHA256'], {
    input: lines.join(''),
  });
  for (const home of ['root', `home/${name}`]) {
    const directory = join(root, home, '.ssh');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(join(directory, 'authorized_keys'), publicKey, { mode: 0o600 });
  }
  await runProgram('chroot', [root, 'chown', '--recursive', `${name}:`, `/home/${name}/.ssh`]);
}

/** One key for the guest's ssh server, one for its encrypted disk. */
async function addKeys(root: string): Promise<void> {
  await runProgram('find', [join(root, 'etc/ssh'), '-name', 'ssh_host_*', '-delete']);
  const hostKey = join(root, 'etc/ssh/ssh_host_ed25519_key');
  await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey]);
  await mkdir(join(root, 'mnt/backups'));
  await mkdir(join(root, 'root/keys'));
  await chmod(join(root, 'root/keys'), 0o700);
  await writeFile(join(root, 'root/keys/backups.key'), randomBytes(64), { mode: 0o600 });
}

async function link(root: string, path: string, target: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await rm(join(root, path), { force: true });
  await symlink(target, join(root, path));
}
