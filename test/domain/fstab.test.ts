import { describe, expect, it } from 'vitest';
import { parseFstab } from '../../main/domain/fstab.js';

const ENTRY = {
  source: '/dev/mapper/backup',
  mountPoint: '/mnt/backup',
  type: 'ext4',
  options: ['defaults'],
  dump: 0,
  pass: 0,
  line: 1,
};

describe('parseFstab', () => {
  it.each([
    ['/dev/mapper/backup /mnt/backup ext4 defaults 0 0', ENTRY],
    ['/dev/mapper/backup\t/mnt/backup\t\text4', ENTRY],
    ['/dev/mapper/backup /mnt/backup', { ...ENTRY, type: 'auto' }],
    [
      '/dev/mapper/backup /mnt/backup ext4 noauto,errors=remount-ro 1 2',
      { ...ENTRY, options: ['noauto', 'errors=remount-ro'], dump: 1, pass: 2 },
    ],
    ['/dev/mapper/backup /mnt/backup ext4 defaults # nightly', ENTRY],
    ['UUID=0b6a-11 /mnt/backup ext4', { ...ENTRY, source: 'UUID=0b6a-11' }],
    ['/dev/mapper/backup /mnt/my\\040backup ext4', { ...ENTRY, mountPoint: '/mnt/my backup' }],
    ['/dev/mapper/backup /mnt/a\\134040b ext4', { ...ENTRY, mountPoint: '/mnt/a\\040b' }],
    ['/dev/mapper/backup /mnt/a\\011b\\012c ext4', { ...ENTRY, mountPoint: '/mnt/a\tb\nc' }],
    ['/dev/mapper/backup /mnt/na\\303\\257f ext4', { ...ENTRY, mountPoint: '/mnt/naïf' }],
    ['/dev/mapper/backup /mnt/\\377 ext4', { ...ENTRY, mountPoint: '/mnt/\\377' }],
    ['/dev/mapper/backup /mnt/\\08 ext4', { ...ENTRY, mountPoint: '/mnt/\\08' }],
    [
      '/dev/mapper/backup /mnt/backup ext4 ro,context="a:c127,c456",user',
      { ...ENTRY, options: ['ro', 'context="a:c127,c456"', 'user'] },
    ],
    ['//nas/share /mnt/backup ext4', { ...ENTRY, source: '//nas/share' }],
  ])('reads %j', (text, entry) => {
    expect(parseFstab(text)).toEqual([entry]);
  });

  it('says on which line an entry stands, and passes over what is none', () => {
    const text =
      '# <file system> <mount point>\n\nbroken\n/dev/sda2 none swap sw 0 0\n/dev/sda1 /\n';
    const lines = parseFstab(text).map(({ mountPoint, line }) => [mountPoint, line]);
    expect(lines).toEqual([
      ['none', 4],
      ['/', 5],
    ]);
  });
});
