import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
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
import { memoryIn, saveState } from './machine-state.js';
import { installProgram, startSessionPrograms, waitForSession, warmUp } from './prepare-guest.js';
import { startMachine, type Machine } from './qemu.js';
import { timed } from './report-time.js';
import { UsbPort } from './usb-port.js';

/** Makes the state that every scenario resumes, or that the others are made from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  requireRoot();
  const directory = mkdtempSync(join(tmpdir(), 'rsb-vm-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  exitWhenStopped();
  const image = await guestImage();
  const key = await makeKey(directory);
  const initrd = addKey(image, key, directory);
  const first = join(directory, 'machine-first');
  mkdirSync(first);
  const machine = await startMachine({
    kernel: image.kernel,
    initrd,
    disk: { path: image.image, format: 'raw' },
    memory: { path: memoryIn(first), kept: true },
    waits: false,
    directory: first,
  });
  try {
    const disks = await makeReady(machine, image, key);
    await timed('state saved', () => saveState(machine, { directory }, 'ready'));
    project.provide('vm', { directory, kernel: image.kernel, initrd, key, disks });
  } catch (error) {
    console.error(readFileSync(join(first, 'serial.log'), 'utf8'));
    throw error;
  } finally {
    await machine.stop();
  }
  return async () => {
    await rm(directory, { recursive: true, force: true });
  };
}

/** A signal alone would skip the above; the machine dies with this process in any case. */
function exitWhenStopped(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}

async function makeReady(machine: Machine, image: GuestImage, key: string) {
  const { sshPort, qmp, plan } = machine;
  const root = new GuestShell('root', { sshPort, key, directory: plan.directory });
  try {
    await timed('guest booted', async () => {
      await root.connect();
      await waitForSession(root);
    });
    const disks = await backupDisks(image, root, new UsbPort(qmp, plan.directory));
    await timed('program installed, guest warmed up', async () => {
      await installProgram(root, plan.directory);
      await fillSource(root);
      await installProfile(root);
      await startSessionPrograms(root);
      await warmUp(root);
    });
    return disks;
  } finally {
    await root.disconnect();
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
