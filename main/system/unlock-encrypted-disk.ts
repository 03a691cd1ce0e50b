import { cryptsetupArguments, passphraseTries } from '../domain/cryptsetup-arguments.js';
import type { CrypttabEntry } from '../domain/crypttab.js';
import type { FoundDevice } from '../engine/ports-disks.js';
import { BackupError, FailedToUnlockError } from '../shared/backup-error.js';
import type { AskPassphrase } from './ask-passphrase.js';
import { findMapping } from './device-mappings.js';
import { isInstalled } from './installed-programs.js';
import { runCommand, type CommandOptions } from './run-command.js';
import { exists } from './store/remove-tree.js';

/** cryptsetup(8), RETURN CODES: no permission (bad passphrase). */
const WRONG_KEY = 2;

/**
 * Unlocks a device as its line in crypttab(5) says: with cryptdisks_start(8) where that is installed, which also knows key
 * scripts, and with cryptsetup(8) elsewhere.
 *
 * @param askPassphrase asks for what no key file has; null: the program asks on the terminal
 * @throws FailedToUnlockError `key-file-missing`, `wrong-key`, `wrong-passphrase` or `failed-to-unlock`
 */
export async function unlockEncryptedDisk(
  entry: CrypttabEntry,
  device: FoundDevice,
  askPassphrase: AskPassphrase | null,
  signal: AbortSignal,
): Promise<void> {
  await checkKeyFile(entry);
  await removeUnfinished(entry.target);
  try {
    await unlock(await withFoundKeyFile(entry), device, askPassphrase, signal);
  } finally {
    await removeUnfinished(entry.target);
  }
}

async function unlock(
  entry: CrypttabEntry,
  device: FoundDevice,
  askPassphrase: AskPassphrase | null,
  signal: AbortSignal,
): Promise<void> {
  if (entry.keyFile === null && askPassphrase !== null && !hasKeyScript(entry)) {
    await unlockByPassphrase(entry, device, askPassphrase, signal);
  } else if (await isInstalled('cryptdisks_start')) {
    await startCryptdisk(entry, device, signal);
  } else if (entry.keyFile === null) {
    await unlockAtTerminal(entry, device, signal);
  } else {
    const { exitCode, complaint } = await open(entry, device, { signal });
    if (exitCode === 0) return;
    if (await isKeyWrong(entry, device, signal)) throw wrongKey(entry);
    throw failed(entry, `cryptsetup open ${device.path}`, exitCode, complaint);
  }
}

function hasKeyScript({ options }: CrypttabEntry): boolean {
  return options.some((option) => option.startsWith('keyscript='));
}

/** With a key script, the field is whatever that takes. */
async function checkKeyFile(entry: CrypttabEntry): Promise<void> {
  const { keyFile, target } = entry;
  if (keyFile === null || hasKeyScript(entry) || (await exists(keyFile))) return;
  throw new FailedToUnlockError({
    code: 'key-file-missing',
    title: `The key file “${keyFile}” of the encrypted disk “${target}” does not exist.`,
    advice: `Put it back, or correct it in /etc/crypttab; “none” there asks for the passphrase.`,
  });
}

/** crypttab(5) of systemd; Debian's scripts do not look there. */
async function withFoundKeyFile(entry: CrypttabEntry): Promise<CrypttabEntry> {
  if (entry.keyFile !== null || (await isInstalled('cryptdisks_start'))) return entry;
  for (const directory of ['/etc/cryptsetup-keys.d', '/run/cryptsetup-keys.d']) {
    const keyFile = `${directory}/${entry.target}.key`;
    if (await exists(keyFile)) return { ...entry, keyFile };
  }
  return entry;
}

/**
 * cryptdisks_start(8) unlocks under this name and renames then: stopped in between, it leaves a device that keeps every later
 * attempt from succeeding.
 */
async function removeUnfinished(target: string): Promise<void> {
  const name = `${target}_unformatted`;
  if ((await findMapping(name)) === null) return;
  await runCommand('cryptsetup', ['close', '--', name]);
}

/**
 * By our own cryptsetup(8), because cryptdisks_start(8) does not read standard input but asks on the console or by Plymouth.
 * As there, the passphrase is all of standard input, with no end of line.
 */
async function unlockByPassphrase(
  entry: CrypttabEntry,
  device: FoundDevice,
  askPassphrase: AskPassphrase,
  signal: AbortSignal,
): Promise<void> {
  const tries = passphraseTries(entry);
  for (let attempt = 1; tries === 0 || attempt <= tries; attempt += 1) {
    const input = Buffer.from(await askPassphrase(entry.target, attempt, signal), 'utf8');
    try {
      const { exitCode, complaint } = await open(entry, device, { signal, input });
      if (exitCode === 0) return;
      if (exitCode !== WRONG_KEY)
        throw failed(entry, `cryptsetup open ${device.path}`, exitCode, complaint);
    } finally {
      input.fill(0);
    }
  }
  throw new FailedToUnlockError({
    code: 'wrong-passphrase',
    title: `The encrypted disk “${entry.target}” was not unlocked: the passphrase was wrong.`,
    advice: 'Start again; mind the keyboard layout and the Caps Lock key.',
  });
}

/** Without a key file it asks on the terminal itself, as often as crypttab(5) says; its own messages are no output of ours. */
async function startCryptdisk(
  entry: CrypttabEntry,
  device: FoundDevice,
  signal: AbortSignal,
): Promise<void> {
  const attached = entry.keyFile === null ? 'terminal' : false;
  const { exitCode, output, complaint } = await runCommand('cryptdisks_start', [entry.target], {
    signal,
    attached,
  });
  if (exitCode === 0) return;
  if (await isKeyWrong(entry, device, signal)) throw wrongKey(entry);
  throw failed(entry, 'cryptdisks_start', exitCode, `${output.toString('latin1')}${complaint}`);
}

/** cryptdisks_start(8) ends with 1 whatever went wrong, and cryptsetup(8) where something else is wrong as well. */
async function isKeyWrong(
  entry: CrypttabEntry,
  { path }: FoundDevice,
  signal: AbortSignal,
): Promise<boolean> {
  const args = cryptsetupArguments(entry, path);
  if (entry.keyFile === null || hasKeyScript(entry) || !args.ok) return false;
  const [verb = '', ...rest] = args.value;
  const test = [verb, '--test-passphrase', ...rest];
  return (await runCommand('cryptsetup', test, { signal })).exitCode === WRONG_KEY;
}

/** cryptsetup(8) asks without an end of its input, so it is given the terminal, and reads the passphrase there. */
async function unlockAtTerminal(
  entry: CrypttabEntry,
  device: FoundDevice,
  signal: AbortSignal,
): Promise<void> {
  const tries = passphraseTries(entry);
  for (let attempt = 1; tries === 0 || attempt <= tries; attempt += 1) {
    const { exitCode } = await open(entry, device, { signal, attached: 'terminal' });
    if (exitCode === 0) return;
    if (exitCode !== WRONG_KEY) throw failed(entry, `cryptsetup open ${device.path}`, exitCode, '');
  }
  throw failed(entry, `cryptsetup open ${device.path}`, WRONG_KEY, '');
}

/** @throws BackupError `crypttab-option` */
async function open(entry: CrypttabEntry, { path }: FoundDevice, options: CommandOptions) {
  const args = cryptsetupArguments(entry, path);
  if (!args.ok) throw BackupError.from(args.failure);
  return runCommand('cryptsetup', args.value, options);
}

function wrongKey({ target, keyFile }: CrypttabEntry): BackupError {
  return new FailedToUnlockError({
    code: 'wrong-key',
    title: `The key file “${keyFile ?? ''}” does not unlock the encrypted disk “${target}”.`,
    advice:
      'Another disk may be connected than the one that the key belongs to. “sudo cryptsetup luksAddKey” adds a key to a disk.',
  });
}

function failed(
  { target }: CrypttabEntry,
  command: string,
  exitCode: number,
  detail: string,
): BackupError {
  const [program = ''] = command.split(' ');
  return new FailedToUnlockError({
    code: 'failed-to-unlock',
    title: `${program} could not unlock the encrypted disk “${target}” (exit value ${String(exitCode)}).`,
    advice: `Try “sudo ${command} ${target}” in a terminal; it says what is wrong.`,
    detail,
  });
}
