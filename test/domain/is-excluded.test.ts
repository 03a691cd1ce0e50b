import { describe, expect, it } from 'vitest';
import { isExcluded } from '../../main/domain/is-excluded.js';

describe('isExcluded', () => {
  it.each([
    ['/mnt/backup', '/', true],
    ['/mnt', '/', true],
    ['/media/me/disk', '/', true],
    ['/home/me/.cache/backup', '/', true],
    ['/home/me/.cache/backup', '/home', true],
    ['/home/.cache', '/', false],
    ['/home/me/cache', '/', false],
    ['/mntbackup', '/', false],
    ['/srv/mnt/backup', '/', false],
    ['/srv/backup', '/', false],
  ])('of %s in the source %s is %s by the built-in roots', (path, source, expected) => {
    expect(isExcluded(path, source, [])).toBe(expected);
  });

  it.each([
    ['/mnt/backup', '/mnt'],
    ['/mnt/disk/backup', '/mnt/disk'],
    ['/home/me/.cache/backup', '/home/me/.cache'],
    ['/tmp/tree/backup', '/tmp/tree'],
  ])(
    'of %s in the source %s is false: a root leaves out only what lies below the source',
    (path, source) => {
      expect(isExcluded(path, source, [])).toBe(false);
    },
  );

  it.each([
    ['/backups/', true],
    ['/backups', true],
    ['/backups/laptop/', true],
    ['/backups/laptop/x/', false],
    ['/backup/', false],
    ['backups/', false],
    ['/back*/', false],
    ['/backup[s]/', false],
    ['/backup?/', false],
    ['/', false],
    ['+ /backups/', false],
  ])('with --exclude=%s is %s for a directory below it', (pattern, expected) => {
    expect(isExcluded('/data/backups/laptop', '/data', [pattern])).toBe(expected);
    expect(isExcluded('/backups/laptop', '/', [pattern])).toBe(expected);
  });

  it('is false for the source itself and for what lies around it', () => {
    expect(isExcluded('/mnt', '/mnt/a', ['/a/'])).toBe(false);
    expect(isExcluded('/data', '/data', ['/data/'])).toBe(false);
  });

  it('is false for any pattern of the user as soon as one of them includes', () => {
    expect(isExcluded('/srv/backup', '/srv', ['+ /backup/', '/backup/'])).toBe(false);
  });
});
