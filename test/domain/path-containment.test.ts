import { describe, expect, it } from 'vitest';
import { isInside } from '../../main/domain/path-containment.js';

describe('isInside', () => {
  it.each([
    ['/mnt/backup', '/mnt/backup', true],
    ['/mnt/backup/latest', '/mnt/backup', true],
    ['/mnt/backup//latest/', '/mnt/backup/', true],
    ['/mnt/backup', '/', true],
    ['/', '/', true],
    ['/mnt/backup2/latest', '/mnt/backup', false],
    ['/mnt', '/mnt/backup', false],
    ['/', '/mnt', false],
    ['/mnt/Backup', '/mnt/backup', false],
    ['/srv/mnt/backup', '/mnt/backup', false],
  ])('%s in %s: %s', (path, directory, expected) => {
    expect(isInside(path, directory)).toBe(expected);
  });
});
