import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { requireRoot } from '../../support/require-root.js';
import { runProgram } from '../../support/run-program.js';
import { backupDisks } from './backup-disks.js';
import { keyArchive } from './build-initrd.js';
import { guestImage, type GuestImage } from './guest-image.js';
import { GuestShell } from './guest-shell.js';
import { fillSource, installProfile } from './laptop.js';
import { saveState } from './machine-state.js';
import { installProgram, startSessionPrograms, waitForSession, warmUp } from './prepare-guest.js';
import { startMachine, type Machine } from './qemu.js';
import { Qmp } from './qmp.js';
import { timed } from './report-time.js';
import { UsbPort } from './usb-port.js';

/** Starts the machine that all scenarios share, one after the other, and saves the state from which each resumes. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  requireRoot();
  const directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-vm-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  exitWhenStopped();
  const image = await guestImage();
  const key = await makeKey(directory);
  const machine = await startMachine({
    ...image,
    initrd: addKey(image, key, directory),
    directory,
  });
  try {
    const disks = await makeReady(machine, image, key, directory);
    const { qmpSocket, sshPort } = machine;
    project.provide('vm', { directory, qmpSocket, sshPort, key, disks });
  } catch (error) {
    console.error(readFileSync(join(directory, 'serial.log'), 'utf8'));
    await machine.stop();
    throw error;
  }
  return async () => {
    await machine.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/** A signal alone would skip the above; the machine dies with this process in any case. */
function exitWhenStopped(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

async function makeReady(machine: Machine, image: GuestImage, key: string, directory: string) {
  const root = new GuestShell('root', { sshPort: machine.sshPort, key, directory });
  const qmp = await Qmp.connect(machine.qmpSocket);
  try {
    await timed('guest booted', async () => {
      await root.connect();
      await waitForSession(root);
    });
    const disks = await backupDisks(image, root, new UsbPort(qmp, directory));
    await timed('program installed, guest warmed up', async () => {
      await installProgram(root, directory);
      await fillSource(root);
      await installProfile(root);
      await startSessionPrograms(root);
      await warmUp(root);
    });
    await root.disconnect();
    await timed('state saved', () => saveState(qmp, 'ready'));
    return disks;
  } finally {
    await root.disconnect();
    qmp.close();
  }
}

async function makeKey(directory: string): Promise<string> {
  const key = join(directory, 'key');
  await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  return key;
}

function addKey(image: GuestImage, key: string, directory: string): string {
  const initrd = join(directory, 'initrd');
  const archive = keyArchive(readFileSync(`${key}.pub`, 'utf8'));
  writeFileSync(initrd, Buffer.concat([readFileSync(image.initrd), archive]));
  return initrd;
}
