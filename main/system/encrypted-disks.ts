import { readFile } from 'node:fs/promises';
import { parseCrypttab } from '../domain/crypttab.js';
import type { Closing, EncryptedDisks } from '../engine/ports-disks.js';
import { FailedToUnlockError } from '../shared/backup-error.js';
import type { AskPassphrase } from './ask-passphrase.js';
import { findMapping } from './device-mappings.js';
import { orWhenMissing } from './error-code.js';
import { isInstalled } from './installed-programs.js';
import { runCommand } from './run-command.js';
import { unlockEncryptedDisk } from './unlock-encrypted-disk.js';

const CRYPTTAB = '/etc/crypttab';

/** crypttab(5), and the programs of cryptsetup(8). */
export function encryptedDisks(askPassphrase: AskPassphrase | null): EncryptedDisks {
  return {
    entry: async (name) => {
      const entries = parseCrypttab(await orWhenMissing(() => readFile(CRYPTTAB, 'utf8'), ''));
      return entries.find((entry) => entry.target === name) ?? null;
    },
    mapping: (name) => findMapping(name),
    unlock: (entry, device, signal) => unlockEncryptedDisk(entry, device, askPassphrase, signal),
    lock: lockMapping,
    discard: discardMapping,
  };
}

/** cryptsetup(8), RETURN CODES: device already exists or device is busy. */
const BUSY = 5;

/**
 * cryptdisks_stop(8) has one exit value for everything; what it could not lock, as a disk that crypttab(5) no longer has,
 * is tried with cryptsetup(8), which tells what is busy from what is wrong.
 */
async function lockMapping(name: string): Promise<Closing> {
  await settleDevices();
  if (await isInstalled('cryptdisks_stop')) {
    const { exitCode } = await runCommand('cryptdisks_stop', [name]);
    if (exitCode === 0 && (await findMapping(name)) === null) return 'closed';
  }
  const { exitCode, complaint } = await runCommand('cryptsetup', ['close', '--', name]);
  if ((await findMapping(name)) === null) return 'closed';
  if (exitCode === BUSY || exitCode === 0) return 'busy';
  throw new FailedToUnlockError({
    code: 'failed-to-lock',
    title: `cryptsetup could not lock the encrypted disk “${name}” (exit value ${String(exitCode)}).`,
    advice: `Try “sudo cryptsetup close ${name}” in a terminal; it says what is wrong.`,
    detail: complaint,
  });
}

/** By force only what nobody holds goes as well, but whoever holds it then gets errors and no endless wait. */
async function discardMapping(name: string): Promise<Closing> {
  try {
    if ((await lockMapping(name)) === 'closed') return 'closed';
  } catch (error) {
    // What cryptsetup says of a device that has gone does not matter: the next step says whether it stays.
    if (!(error instanceof FailedToUnlockError)) throw error;
  }
  if (await isInstalled('dmsetup')) await runCommand('dmsetup', ['remove', '--force', '--', name]);
  return (await findMapping(name)) === null ? 'closed' : 'busy';
}

/** Seconds. */
const SETTLE_LIMIT = 10;

/** udev(7) looks into a device after each change, and what it looks into is busy. */
async function settleDevices(): Promise<void> {
  if (!(await isInstalled('udevadm'))) return;
  await runCommand('udevadm', ['settle', `--timeout=${String(SETTLE_LIMIT)}`]);
}
