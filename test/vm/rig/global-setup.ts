import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { requireRoot } from '../../support/require-root.js';
import { emulator } from './emulator.js';
import { guestImage } from './guest-image.js';
import { packageDisk } from './package-disk.js';
import { guestStates } from './states.js';

/** Makes what all machines of the tests are made of. */
export async function setup(project: TestProject): Promise<() => void> {
  requireRoot();
  const directory = mkdtempSync(join(tmpdir(), 'rsb-vm-'));
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', remove);
  exitWhenStopped();
  const [image, qemu, packages] = await Promise.all([guestImage(), emulator(), packageDisk()]);
  const parts = { directory, image, emulator: qemu, packages };
  project.provide('vm', { ...parts, states: await guestStates(parts) });
  return remove;
}

/** A signal alone would skip the above; machines die with the process that started them in any case. */
function exitWhenStopped(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}
