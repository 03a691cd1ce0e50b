import { execa } from 'execa';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledProgram } from '../support/bundled-program.js';
import { failureOf, runCommandLine } from '../support/command-line.js';
import {
  changeableInside,
  privateNamespace,
  writeSystemFile,
  type PrivateNamespace,
} from '../support/private-namespace.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

// Where the kernel has no device mapper nothing is unlocked, and everything before that is real. The rest is test/vm.

const FAST = ['--pbkdf', 'pbkdf2', '--pbkdf-force-iterations', '1000'];

/** An encrypted disk in a file, which crypttab has as the test says. */
async function encryptedDisk(options = 'luks,noauto', keyName = 'key') {
  const here = await temporaryDirectory();
  const [image, key] = [join(here, 'image'), join(here, keyName)];
  await writeFile(image, '');
  await truncate(image, 32 * 1024 ** 2);
  await writeFile(join(here, 'key'), 'right');
  await writeFile(join(here, 'other-key'), 'wrong');
  const format = ['luksFormat', '--batch-mode', '--type', 'luks2', ...FAST];
  await runProgram('cryptsetup', [...format, '--key-file', join(here, 'key'), image]);
  const namespace = await privateNamespace();
  await changeableInside(namespace, '/etc');
  await writeSystemFile(namespace, '/etc/crypttab', `backup ${image} ${key} ${options}\n`);
  const source = await smallSource(join(here, 'source'));
  const args = ['--crypto=backup', source, join(here, 'backups/latest')];
  const run = async () => runCommandLine(args, { through: namespace.enter });
  return { here, key, namespace, run };
}

/** cryptdisks_start(8), as it ends in one way. */
async function withScript(namespace: PrivateNamespace, script: string): Promise<void> {
  await changeableInside(namespace, '/usr/local/sbin');
  const path = '/usr/local/sbin/cryptdisks_start';
  await writeSystemFile(namespace, path, `#!/bin/sh\n${script}\n`);
  await namespace.run('chmod', ['755', path]);
}

describe.each([
  ['without cryptdisks_start', null],
  ['with cryptdisks_start', 'echo "Starting crypto disk...backup (failed)."; exit 1'],
])('an encrypted disk, %s,', (_, script) => {
  it('of which the key file is missing is not tried', async () => {
    const { namespace, key, run } = await encryptedDisk('luks', 'nowhere');
    if (script !== null) await withScript(namespace, script);
    expect(failureOf(await run())).toMatchObject({
      code: 'key-file-missing',
      message: `The key file “${key}” of the encrypted disk “backup” does not exist.`,
    });
  });

  it('to which the key does not belong is told from one that fails otherwise', async () => {
    const { namespace, key, run } = await encryptedDisk('luks', 'other-key');
    if (script !== null) await withScript(namespace, script);
    expect(failureOf(await run())).toMatchObject({
      code: 'wrong-key',
      message: `The key file “${key}” does not unlock the encrypted disk “backup”.`,
      phase: 'unlock',
    });
  });
});

it('shows what cryptdisks_start said where the key is right', async () => {
  const { namespace, run } = await encryptedDisk();
  await withScript(namespace, 'echo "It is broken."; exit 1');
  const result = await run();
  expect(failureOf(result)).toMatchObject({ code: 'failed-to-unlock' });
  expect(result.events).toContainEqual(expect.objectContaining({ detail: 'It is broken.\n' }));
});

it('believes no program that says that the disk is unlocked', async () => {
  const { namespace, run } = await encryptedDisk();
  await withScript(namespace, 'exit 0');
  expect(failureOf(await run())).toMatchObject({
    code: 'failed-to-unlock',
    message:
      'The encrypted disk “backup” is still locked, although unlocking it reported no error.',
  });
});

it('keeps what a program says that asks for a passphrase out of its own output', async () => {
  const { here, namespace, run } = await encryptedDisk();
  await writeSystemFile(namespace, '/etc/crypttab', `backup ${here}/image none luks\n`);
  await withScript(namespace, 'echo "Please unlock disk backup:"; exit 1');
  const result = await run();
  expect(failureOf(result)).toMatchObject({ code: 'failed-to-unlock' });
  expect(result.stderr).toContain('Please unlock disk backup:');
});

it('refuses options of crypttab that it does not know, where nobody else reads them', async () => {
  const { run } = await encryptedDisk('luks,tpm2-device=auto');
  expect(failureOf(await run())).toMatchObject({ code: 'crypttab-option' });
});

describe('a passphrase', () => {
  it.each([
    ['luks', ['one', 'two', 'right'], 0, ['1', '2', '3']],
    ['luks', ['one', 'two', 'three', 'four'], 1, ['1', '2', '3']],
    ['luks,tries=1', ['one', 'right'], 1, ['1']],
  ])('for “%s” is asked for until it is right: %j', async (options, answers, exitCode, asked) => {
    const here = await temporaryDirectory();
    const namespace = await privateNamespace();
    await changeableInside(namespace, '/usr/local/sbin');
    const stub = '/usr/local/sbin/cryptsetup';
    // As cryptsetup answers; it also tells what it was given.
    const script = [
      '#!/bin/sh',
      `tr "\\0" "\\n" < /proc/$$/environ >> ${here}/seen; echo "$@" >> ${here}/seen`,
      '[ "$(cat)" = right ] && exit 0 || exit 2',
    ].join('\n');
    await writeSystemFile(namespace, stub, script);
    await namespace.run('chmod', ['755', stub]);
    const program = await bundledProgram('unlock-disk');
    const [enter, ...before] = namespace.enter;
    const result = await execa(enter, [...before, process.execPath, program, options, ...answers], {
      reject: false,
    });
    expect(result).toMatchObject({ exitCode, stdout: asked.join('\n') });
    if (exitCode !== 0) expect(result.stderr).toBe('wrong-passphrase');
    const seen = await namespace.run('cat', [join(here, 'seen')]);
    expect(seen).toContain('open --type luks --tries 1 --key-file - -- /dev/sdb1 backup');
    for (const answer of answers) expect(seen).not.toMatch(new RegExp(`\\b${answer}\\b`));
  });
});
