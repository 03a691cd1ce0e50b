import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import type { GuestShell } from './guest-shell.js';
import type { UsbPort } from './usb-port.js';

/**
 * `backups`: the one that the guest's crypttab means: LUKS2 on the whole disk, ext4 inside.
 * `same-label`: somebody else's, with the same labels, another UUID, and a key that the guest does not have.
 * `partition`: as `backups`, in the first partition of a disk.
 * `plain`: ext4 without encryption.
 * `backed-up`: `backups` with the backup that the state of that name tells of.
 */
export type DiskKind = 'backups' | 'same-label' | 'partition' | 'plain' | 'backed-up';

/** In the guest's crypttab. */
export const BACKUPS_UUID = '8f3c5a52-0f3e-4b7e-9d55-6a1f0e2b7c01';
const SAME_LABEL_UUID = 'd6a1b1d4-5f0a-4c53-8f19-2f4a7c9e0b02';
export const PLAIN_UUID = '3b9d2f66-7c44-4f1e-a0a5-91c3d7e8f003';
export const LUKS_LABEL = 'BACKUPS';
export const FILE_SYSTEM_LABEL = 'backups';

/** Opens `backups` and `partition`, beside the key file. */
const PASSPHRASE = 'correct horse battery staple';

const MEGABYTES = 512;
const KEY_FILE = '/root/keys/backups.key';

/** The key derivation is a cheap one: what it costs on a real disk is not ours to test. */
const CHEAP = ['--batch-mode', '--pbkdf', 'pbkdf2', '--pbkdf-force-iterations', '1000'];

/** The image of a kind, below the directory that prepareDisks has filled. */
export function diskImage(directory: string, kind: DiskKind): string {
  return join(directory, `${kind}.img`);
}

/** Makes an image of every kind but the last; the guest's own key opens them. */
export async function prepareDisks(
  root: GuestShell,
  usb: UsbPort,
  directory: string,
): Promise<void> {
  const blank = await usb.blank(MEGABYTES, 'NEW');
  await blank.plug();
  await root.waitUntil(`[ -b ${blank.device} ]`);
  await root.script(`
    udevadm settle
    cryptsetup luksFormat ${CHEAP.join(' ')} --type luks2 --uuid ${BACKUPS_UUID} --label ${LUKS_LABEL} \
      ${blank.device} ${KEY_FILE}
    printf '%s' '${PASSPHRASE}' | cryptsetup luksAddKey ${CHEAP.join(' ')} --key-file ${KEY_FILE} ${blank.device} -
    cryptsetup open --key-file ${KEY_FILE} ${blank.device} new
    mkfs.ext4 -q -m 0 -L ${FILE_SYSTEM_LABEL} /dev/mapper/new
    cryptsetup close new
    sync`);
  await blank.unplug();
  const encrypted = diskImage(directory, 'backups');
  await runProgram('cp', ['--sparse=always', blank.image, encrypted]);
  await giveAway(encrypted, diskImage(directory, 'same-label'));
  await intoPartition(encrypted, diskImage(directory, 'partition'));
  const plain = diskImage(directory, 'plain');
  await runProgram('truncate', ['--size', `${MEGABYTES}M`, plain]);
  await runProgram('mkfs.ext4', ['-q', '-m', '0', '-L', 'plain', '-U', PLAIN_UUID, plain]);
}

/** The same again with another UUID, and a key that nobody has. */
async function giveAway(image: string, to: string): Promise<void> {
  const key = `${to}.key`;
  await runProgram('cp', ['--sparse=always', image, to]);
  await writeFile(key, randomBytes(64));
  const opened = { input: PASSPHRASE };
  await runProgram('cryptsetup', ['luksUUID', '--batch-mode', '--uuid', SAME_LABEL_UUID, to]);
  await runProgram('cryptsetup', ['luksAddKey', ...CHEAP, '--key-file', '-', to, key], opened);
  for (const slot of ['0', '1']) {
    await runProgram('cryptsetup', ['luksKillSlot', '--batch-mode', '--key-file', key, to, slot]);
  }
  await rm(key);
}

async function intoPartition(image: string, to: string): Promise<void> {
  await runProgram('truncate', ['--size', `${MEGABYTES + 2}M`, to]);
  await runProgram('sfdisk', ['--quiet', '--label', 'gpt', to], {
    input: `start=1MiB, size=${MEGABYTES}MiB, type=linux\n`,
  });
  const place = ['bs=1M', 'seek=1', 'conv=notrunc,sparse', 'status=none'];
  await runProgram('dd', [`if=${image}`, `of=${to}`, ...place]);
}
