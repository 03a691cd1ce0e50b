import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import { startDesktop } from './desktop.js';
import { REPOSITORY } from './guest-files.js';
import { installGuestPrograms } from './guest-programs.js';
import type { GuestShell } from './guest-shell.js';
import { TESTER } from './guest-users.js';
import { startUserUnit } from './session.js';

const APPLICATION = '/opt/rsync-system-backup';

const MODULES = ['usb_storage', 'uas', 'sd_mod', 'dm_crypt', 'xts', 'loop', 'nls_utf8'];

/** Waits until tester sits at the guest. */
export async function waitForSession(root: GuestShell): Promise<void> {
  await root.script(`
    until [ "$(loginctl show-user ${TESTER.name} --property=Display --value 2>/dev/null)" != "" ] &&
      [ -S /run/user/${TESTER.uid}/bus ]; do sleep 0.2; done`);
}

/** Lays out what was built in the guest, as a package would. The runtime is part of the guest's image. */
export async function installProgram(root: GuestShell, directory: string): Promise<void> {
  const tree = join(directory, 'program');
  await mkdir(tree);
  const install = join(REPOSITORY, 'build/install.mjs');
  await runProgram(process.execPath, [install, '--part', 'program', tree]);
  await root.putTree(tree);
}

/** Starts what shows and takes what a person would see and do. */
export async function startSessionPrograms(root: GuestShell): Promise<void> {
  await installGuestPrograms(root);
  await startUserUnit(root, 'xvfb');
  await startDesktop(root);
}

/** Does once what every scenario would wait for. */
export async function warmUp(root: GuestShell): Promise<void> {
  await root.script(`
    modprobe -a ${MODULES.join(' ')}
    systemctl start polkit
    cat ${APPLICATION}/rsync-system-backup ${APPLICATION}/*.pak ${APPLICATION}/*.dat ${APPLICATION}/*.bin > /dev/null
    until [ -S /tmp/.X11-unix/X99 ]; do sleep 0.1; done
    sync`);
}
