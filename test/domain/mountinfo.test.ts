import { describe, expect, it } from 'vitest';
import { parseMountInfo, parseMountPoints } from '../../main/domain/mountinfo.js';

describe('parseMountPoints', () => {
  it('finds mount points, with and without optional fields', () => {
    const text =
      '36 35 98:0 /mnt1 /mnt/backup rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n' +
      '29 1 8:1 / / rw - ext4 /dev/sda1 rw\n';
    expect(parseMountPoints(text)).toEqual(['/mnt/backup', '/']);
  });

  it.each([
    ['/mnt/my\\040backup', '/mnt/my backup'],
    ['/mnt/a\\011b\\012c', '/mnt/a\tb\nc'],
    ['/mnt/a\\134040b', '/mnt/a\\040b'],
    ['/mnt/a\\043b', '/mnt/a#b'],
    ['/mnt/naïf', '/mnt/naïf'],
  ])('reads %s', (field, mountPoint) => {
    expect(parseMountPoints(`36 35 98:0 / ${field} rw - ext4 /dev/sda1 rw\n`)).toEqual([
      mountPoint,
    ]);
  });

  it('finds none in an empty file', () => {
    expect(parseMountPoints('')).toEqual([]);
  });
});

describe('parseMountInfo', () => {
  it('tells what is mounted where', () => {
    const text =
      '40 20 0:45 /sub /mnt/my\\040backup rw,noatime shared:1 master:2 - btrfs /dev/mapper/backup rw,ssd\n';
    expect(parseMountInfo(text)).toEqual([
      {
        id: 40,
        parent: 20,
        device: '0:45',
        mountPoint: '/mnt/my backup',
        type: 'btrfs',
        source: '/dev/mapper/backup',
        isReadOnly: false,
        isShownReadOnly: false,
      },
    ]);
  });

  it.each([
    ['ro,noatime', 'rw', { isReadOnly: false, isShownReadOnly: true }],
    ['ro,noatime', 'ro', { isReadOnly: true, isShownReadOnly: true }],
    // errors=remount-ro, mount(8): the mount itself stays as it was.
    ['rw,noatime', 'ro,errors=remount-ro', { isReadOnly: true, isShownReadOnly: false }],
    ['rw,errors=remount-ro', 'rw,norecovery', { isReadOnly: false, isShownReadOnly: false }],
  ])('tells of “%s” with “%s” what is read-only', (options, superOptions, expected) => {
    const text = `40 20 8:17 / /mnt ${options} - ext4 /dev/sdb1 ${superOptions}\n`;
    expect(parseMountInfo(text)).toMatchObject([expected]);
  });

  it('reads a source that is empty, and one with spaces', () => {
    const text = '40 20 0:5 / /a rw - tmpfs  rw\n41 20 0:6 / /b rw - fuse my\\040disk rw\n';
    expect(parseMountInfo(text).map(({ source }) => source)).toEqual(['', 'my disk']);
  });
});
