import { expect, it } from 'vitest';
import { mountFailure } from '../../main/domain/mount-failure.js';

it.each([
  [
    'mount: /mnt/backup: wrong fs type, bad option, bad superblock on /dev/mapper/backup, missing codepage or helper program, or other error.\n',
    'file-system-damaged',
  ],
  ["mount: /mnt/backup: can't read superblock on /dev/mapper/backup.\n", 'file-system-damaged'],
  [
    'mount: /mnt/backup: mount(2) system call failed: Structure needs cleaning.\n',
    'file-system-damaged',
  ],
  ["mount: /mnt/backup: unknown filesystem type 'LVM2_member'.\n", 'file-system-unknown'],
  ['mount: /mnt/backup: cannot mount /dev/mapper/backup read-only.\n', 'file-system-dirty'],
  ['mount: /mnt/backup: special device /dev/mapper/backup does not exist.\n', 'failed-to-mount'],
  ['', 'failed-to-mount'],
])('takes “%s” for %s', (complaint, code) => {
  const failure = mountFailure('/mnt/backup', '/dev/mapper/backup', complaint);
  expect(failure).toMatchObject({ code, detail: complaint });
});

it('says what to check a damaged file system with', () => {
  const complaint = 'mount: /mnt: mount(2) system call failed: Structure needs cleaning.';
  expect(mountFailure('/mnt', '/dev/sdb1', complaint)).toMatchObject({
    title:
      'The file system of “/dev/sdb1” is damaged, or there is none, so it was not mounted at “/mnt”.',
    advice: 'Check it with “sudo fsck /dev/sdb1”, then start again.',
  });
});

it('repeats what mount says where it knows nothing better, and not where to look further', () => {
  const complaint =
    'mount: /mnt: special device /dev/sdb1 does not exist.\n       dmesg(1) may have more information after failed mount system call.\n';
  expect(mountFailure('/mnt', '/dev/sdb1', complaint).title).toBe(
    '“/mnt” could not be mounted: mount: /mnt: special device /dev/sdb1 does not exist.',
  );
});
