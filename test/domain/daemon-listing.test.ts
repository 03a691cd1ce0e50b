import { describe, expect, it } from 'vitest';
import { parseListedLine } from '../../main/domain/daemon-listing.js';

const line = (start: string, name: string): string =>
  `${start} 0 100 12 2026/11/22-18:02:35 ${name}`;

describe('a line of a daemon’s listing', () => {
  it('tells of a file what it is', () => {
    expect(parseListedLine(line('>f+++++++++ rwxr-x---', 'some where/a file//'))).toEqual({
      ...{ kind: 'f', mode: 0o750, uid: '0', gid: '100', size: 12 },
      time: Date.UTC(2026, 10, 22, 18, 2, 35) / 1000,
      ...{ path: 'some where/a file', linkTarget: '' },
    });
  });

  it.each([
    ['>f+++++++++', 'f'],
    ['cd+++++++++', 'd'],
    ['cL+++++++++', 'l'],
    ['cD+++++++++', 'c'],
    ['cS+++++++++', 'p'],
  ])('%s is of the kind %s', (code, kind) => {
    expect(parseListedLine(line(`${code} rw-r--r--`, 'name//'))?.kind).toBe(kind);
  });

  it.each([
    ['rwxrwxrwx', 0o777],
    ['rwsr-sr-t', 0o7755],
    ['rwSr-Sr-T', 0o7644],
    ['---------', 0],
  ])('%s is the mode %o', (permissions, mode) => {
    expect(parseListedLine(line(`>f+++++++++ ${permissions}`, 'name//'))?.mode).toBe(mode);
  });

  it.each([
    ['cd+++++++++', './//', '', ''],
    ['cd+++++++++', 'a dir///', 'a dir', ''],
    ['cL+++++++++', 'a -> b// -> c -> d//e', 'a -> b', 'c -> d//e'],
    ['>f+++++++++', 'a -> b//', 'a -> b', ''],
    ['>f+++++++++', 'new\\#012line//', 'new\nline', ''],
    ['>f+++++++++', 'back\\#134#012//', 'back\\#012', ''],
    ['>f+++++++++', 'ends\\//', 'ends\\', ''],
    ['>f+++++++++', '\\#303\\#244//', 'Ã¤', ''],
    ['cL+++++++++', 'link// -> \\#012', 'link', '\n'],
  ])('%s %s is %j', (code, told, path, linkTarget) => {
    const parsed = parseListedLine(line(`${code} rwxr-xr-x`, told));
    expect(parsed).toMatchObject({ path, linkTarget });
  });

  it.each(['created directory /somewhere', 'sent 20 bytes', '', '>f+++++++++ rw-r--r-- name//'])(
    'is not %j',
    (other) => {
      expect(parseListedLine(other)).toBeNull();
    },
  );
});
