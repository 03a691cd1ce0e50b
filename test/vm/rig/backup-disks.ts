import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import type { Guest } from './guest.js';

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

const LUKS_DISKS = {
  backups: { uuid: BACKUPS_UUID, partition: false, known: true },
  'same-label': { uuid: SAME_LABEL_UUID, partition: false, known: false },
  partition: { uuid: BACKUPS_UUID, partition: true, known: true },
} as const;

/** The image of a kind, below the directory that prepareDisks has filled. */
export function diskImage(directory: string, kind: DiskKind): string {
  return join(directory, `${kind}.img`);
}

/** Makes an image of every kind but the last; the guest's own key opens them. */
export async function prepareDisks({ root, usb }: Guest, directory: string): Promise<void> {
  for (const [kind, plan] of Object.entries(LUKS_DISKS)) {
    const blank = await usb.blank(MEGABYTES, `NEW-${kind}`);
    await blank.plug();
    await root.script(formatScript(blank.device, plan));
    await blank.unplug();
    await runProgram('cp', [
      '--sparse=always',
      blank.image,
      diskImage(directory, kind as DiskKind),
    ]);
  }
  const plain = diskImage(directory, 'plain');
  await runProgram('truncate', ['--size', `${MEGABYTES}M`, plain]);
  await runProgram('mkfs.ext4', ['-q', '-m', '0', '-L', 'plain', '-U', PLAIN_UUID, plain]);
}

/** The key derivation is a cheap one: what it costs on a real disk is not ours to test. */
function formatScript(
  device: string,
  { uuid, partition, known }: (typeof LUKS_DISKS)[keyof typeof LUKS_DISKS],
): string {
  const key = known ? KEY_FILE : '/run/unknown.key';
  const cheap = '--pbkdf pbkdf2 --pbkdf-force-iterations 1000';
  return `
    until [ -b ${device} ]; do sleep 0.1; done
    device=${device}
    ${partition ? `echo type=linux | sfdisk --quiet --label gpt ${device}; device=${device}-part1` : ''}
    udevadm settle
    ${known ? '' : `head -c 64 /dev/urandom > ${key}`}
    cryptsetup luksFormat --batch-mode --type luks2 ${cheap} --uuid ${uuid} --label ${LUKS_LABEL} $device ${key}
    printf '%s' '${PASSPHRASE}' | cryptsetup luksAddKey ${cheap} --key-file ${key} $device -
    cryptsetup open --key-file ${key} $device new
    mkfs.ext4 -q -m 0 -L ${FILE_SYSTEM_LABEL} /dev/mapper/new
    cryptsetup close new
    sync`;
}
