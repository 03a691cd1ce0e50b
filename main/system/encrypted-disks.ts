import { readFile } from 'node:fs/promises';
import { parseCrypttab } from '../domain/crypttab.js';
import { deviceSourcePath } from '../domain/device-source.js';
import type { EncryptedDisks } from '../engine/ports.js';
import { FailedToUnlockError } from '../shared/backup-error.js';
import { orWhenMissing } from './error-code.js';
import { exists } from './store/remove-tree.js';
import { runCommand } from './run-command.js';

const CRYPTTAB = '/etc/crypttab';

/** Debian's cryptdisks_start(8) and cryptdisks_stop(8), which read crypttab(5) themselves. */
export const encryptedDisks: EncryptedDisks = {
  entry: async (name) => {
    const entries = parseCrypttab(await orWhenMissing(() => readFile(CRYPTTAB, 'utf8'), ''));
    return entries.find((entry) => entry.target === name) ?? null;
  },
  isConnected: (entry) => exists(deviceSourcePath(entry.source)),
  isUnlocked: (name) => exists(`/dev/mapper/${name}`),
  unlock: async (entry, signal) => {
    // Attached: without a key file cryptsetup asks for the passphrase on the terminal.
    const { exitCode } = await runCommand('cryptdisks_start', [entry.target], {
      signal,
      attached: true,
    });
    if (exitCode !== 0) throw failedTo('unlock', 'cryptdisks_start', entry.target, exitCode);
  },
  lock: async (name) => {
    const { exitCode, complaint } = await runCommand('cryptdisks_stop', [name]);
    if (exitCode !== 0) throw failedTo('lock', 'cryptdisks_stop', name, exitCode, complaint);
  },
};

function failedTo(what: string, program: string, name: string, exitCode: number, detail = '') {
  return new FailedToUnlockError({
    code: `failed-to-${what}`,
    title: `${program} could not ${what} the encrypted disk “${name}” (exit value ${String(exitCode)}).`,
    advice: `Try “sudo ${program} ${name}” in a terminal; it says what is wrong.`,
    detail,
  });
}
