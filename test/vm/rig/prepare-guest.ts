import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import { startDesktop } from './desktop.js';
import { REPOSITORY } from './guest-files.js';
import { installGuestPrograms } from './guest-programs.js';
import type { GuestShell } from './guest-shell.js';
import { fillSource, installProfile } from './laptop.js';
import { TESTER } from './guest-users.js';
import { startUserUnit } from './session.js';

const APPLICATION = '/opt/rsync-system-backup';

const BOOT_LIMIT_SECONDS = 240;

const MODULES = ['usb_storage', 'uas', 'sd_mod', 'dm_crypt', 'xts', 'loop', 'nls_utf8'];

/** Brings a guest that has just been started to where scenarios begin. */
export async function prepareGuest(root: GuestShell): Promise<void> {
  await root.connect();
  await waitForSession(root);
  await installProgram(root);
  await fillSource(root);
  await installProfile(root);
  await startSessionPrograms(root);
  await warmUp(root);
}

/** Waits until tester sits at the guest. */
export async function waitForSession(root: GuestShell): Promise<void> {
  await root.waitUntil(
    `[ -S /run/user/${TESTER.uid}/bus ] &&
      [ -n "$(loginctl show-user ${TESTER.name} --property=Display --value 2>/dev/null)" ]`,
    BOOT_LIMIT_SECONDS,
  );
}

/** Lays out what was built in the guest, as a package would. The runtime is part of the guest's image. */
async function installProgram(root: GuestShell): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'rsync-system-backup-program-'));
  try {
    // Its mode becomes that of the guest's root.
    const tree = join(directory, 'root');
    await mkdir(tree, { mode: 0o755 });
    const install = join(REPOSITORY, 'build/install.mjs');
    await runProgram(process.execPath, [install, '--part', 'program', tree]);
    await root.putTree(tree);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Starts what shows and takes what a person would see and do. */
async function startSessionPrograms(root: GuestShell): Promise<void> {
  await installGuestPrograms(root);
  await startUserUnit(root, 'xvfb');
  await startDesktop(root);
}

/** Does once what every scenario would wait for. */
async function warmUp(root: GuestShell): Promise<void> {
  await root.script(`
    modprobe -a ${MODULES.join(' ')}
    systemctl start polkit
    cat ${APPLICATION}/rsync-system-backup ${APPLICATION}/*.pak ${APPLICATION}/*.dat ${APPLICATION}/*.bin > /dev/null
    sync`);
  await root.waitUntil('[ -S /tmp/.X11-unix/X99 ]');
}
