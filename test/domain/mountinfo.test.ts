import { describe, expect, it } from 'vitest';
import { parseMountPoints } from '../../main/domain/mountinfo.js';

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
