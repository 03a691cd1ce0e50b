import { describe, expect, it } from 'vitest';
import {
  isDirectoryTimeOnly,
  parseItemizedChange,
  type ItemizedChange,
} from '../../main/domain/itemized-change.js';

const CHECKSUM = 'f4d0497cf9394caab34d1a3ab2bece70';
const NO_CHECKSUM = ' '.repeat(32);
const ZEROS = '0'.repeat(32);

const CHANGED: ItemizedChange = {
  action: 'changed',
  kind: 'file',
  attributesOnly: false,
  transferred: false,
  name: 'a',
  size: 3,
  checksum: null,
};
const CREATED: ItemizedChange = { ...CHANGED, action: 'created' };
const DELETED: ItemizedChange = { ...CHANGED, action: 'deleted', size: 0 };

describe('parseItemizedChange', () => {
  it.each<[string, string, ItemizedChange]>([
    [
      'a new file',
      `>f+++++++++ ${CHECKSUM} 3 a`,
      { ...CREATED, transferred: true, checksum: CHECKSUM },
    ],
    ['a new file in a rehearsal', `>f+++++++++ ${ZEROS} 3 a`, { ...CREATED, transferred: true }],
    [
      'new contents',
      `>f.st...... ${CHECKSUM} 3 a`,
      { ...CHANGED, transferred: true, checksum: CHECKSUM },
    ],
    [
      'a short checksum',
      '>f..t...... 00ff00ff00ff00ff 3 a',
      {
        ...CHANGED,
        transferred: true,
        checksum: '00ff00ff00ff00ff',
      },
    ],
    ['a mode', `.f...p..... ${NO_CHECKSUM} 3 a`, { ...CHANGED, attributesOnly: true }],
    [
      'owner, group, ACL and xattr',
      `.f....og.ax ${NO_CHECKSUM} 3 a`,
      {
        ...CHANGED,
        attributesOnly: true,
      },
    ],
    [
      'the mode of a hard link',
      `hf...p..... ${NO_CHECKSUM} 3 a`,
      {
        ...CHANGED,
        attributesOnly: true,
      },
    ],
    ['a new hard link', `hf+++++++++ ${NO_CHECKSUM} 3 a`, CREATED],
    ['a new symbolic link', `cL+++++++++ ${NO_CHECKSUM} 3 a`, { ...CREATED, kind: 'symlink' }],
    ['another target', `cLc.t...... ${NO_CHECKSUM} 3 a`, { ...CHANGED, kind: 'symlink' }],
    [
      'the time of a symbolic link',
      `.L..t...... ${NO_CHECKSUM} 3 a`,
      {
        ...CHANGED,
        kind: 'symlink',
        attributesOnly: true,
      },
    ],
    [
      'the owner of a device',
      `.D....o.... ${NO_CHECKSUM} 3 a`,
      {
        ...CHANGED,
        kind: 'device',
        attributesOnly: true,
      },
    ],
    ['a fifo', `cS+++++++++ ${NO_CHECKSUM} 3 a`, { ...CREATED, kind: 'special' }],
    [
      'a new directory',
      `cd+++++++++ ${NO_CHECKSUM} 4096 a/`,
      {
        ...CREATED,
        kind: 'directory',
        size: 4096,
      },
    ],
    [
      'the mode of a directory, which no snapshot shares',
      `.d...p..... ${NO_CHECKSUM} 4096 a/`,
      {
        ...CHANGED,
        kind: 'directory',
        size: 4096,
      },
    ],
    ['a deleted file', `*deleting   ${NO_CHECKSUM} 0 a`, DELETED],
    ['a deleted directory', `*deleting   ${NO_CHECKSUM} 0 a/`, { ...DELETED, kind: 'directory' }],
  ])('reads %s', (_, line, change) => {
    expect(parseItemizedChange(line)).toEqual(change);
  });

  it.each([
    ' leading space',
    '  two',
    'trailing space ',
    '12 34',
    '-rf',
    'back\\',
    'q"uote',
    '$(reboot)',
    'new\\#012line',
    '*deleting   0 a',
    '>f+++++++++ 3 a',
    `${CHECKSUM} 3 a`,
    'a -> b',
  ])('takes %j for a name to its last character', (name) => {
    expect(parseItemizedChange(`>f+++++++++ ${CHECKSUM} 3 ${name}`)?.name).toBe(name);
    expect(parseItemizedChange(`.f...p..... ${NO_CHECKSUM} 3 ${name}`)?.name).toBe(name);
    expect(parseItemizedChange(`*deleting   ${NO_CHECKSUM} 0 ${name}`)?.name).toBe(name);
  });

  it('reads sizes that no 32 bits hold', () => {
    expect(parseItemizedChange(`>f+++++++++ ${CHECKSUM} 1099511627776 a`)?.size).toBe(2 ** 40);
  });

  it.each([
    '',
    'Number of files: 10 (reg: 6, dir: 3, link: 1)',
    'Client negotiated checksum: xxh128',
    '             20  83%   14.65kB/s    0:00:00 (xfr#5, to-chk=0/10)',
    'IO error encountered -- skipping file deletion',
    'total size is 24  speedup is 0.04',
    `xf+++++++++ ${CHECKSUM} 3 a`,
    `>f+++++++++ ${CHECKSUM} 3 `,
  ])('passes over %j', (line) => {
    expect(parseItemizedChange(line)).toBeNull();
  });
});

describe('isDirectoryTimeOnly', () => {
  it.each([
    [`.d..t...... ${NO_CHECKSUM} 4096 ./`, true],
    [`.d..tp..... ${NO_CHECKSUM} 4096 a/`, false],
    [`.d..t.....x ${NO_CHECKSUM} 4096 a/`, false],
    [`cd+++++++++ ${NO_CHECKSUM} 4096 a/`, false],
    [`.L..t...... ${NO_CHECKSUM} 1 a`, false],
    [`>f..t...... ${CHECKSUM} 3 a`, false],
  ])('of %j is %s', (line, expected) => {
    expect(isDirectoryTimeOnly(line)).toBe(expected);
  });
});
