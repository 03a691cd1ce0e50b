import { describe, expect, it } from 'vitest';
import { parseCrypttab } from '../../main/domain/crypttab.js';

const ENTRY = { target: 'backup', source: '/dev/sdb1', keyFile: null, options: [], line: 1 };

describe('parseCrypttab', () => {
  it.each([
    ['backup /dev/sdb1', ENTRY],
    ['backup /dev/sdb1 none', ENTRY],
    ['backup /dev/sdb1 - luks', { ...ENTRY, options: ['luks'] }],
    ['backup /dev/sdb1 none none', ENTRY],
    ['  backup\t/dev/sdb1 \t none   luks  ', { ...ENTRY, options: ['luks'] }],
    ['backup /dev/sdb1 /root/key', { ...ENTRY, keyFile: '/root/key' }],
    [
      'backup UUID=0b6a-11 /root/key luks,noauto,,keyscript=/bin/x',
      {
        ...ENTRY,
        source: 'UUID=0b6a-11',
        keyFile: '/root/key',
        options: ['luks', 'noauto', 'keyscript=/bin/x'],
      },
    ],
    ['backup UUID="0b6a-11"', { ...ENTRY, source: 'UUID="0b6a-11"' }],
    ['backup LABEL=my\\040disk', { ...ENTRY, source: 'LABEL=my disk' }],
    ['backup LABEL=caf\\303\\251', { ...ENTRY, source: 'LABEL=café' }],
    ['backup /dev/sdb1 /my\\040key', { ...ENTRY, keyFile: '/my key' }],
    ['backup /dev/sdb1 none header=/a\\054b,luks', { ...ENTRY, options: ['header=/a,b', 'luks'] }],
  ])('reads %j', (text, entry) => {
    expect(parseCrypttab(text)).toEqual([entry]);
  });

  it('says on which line an entry stands, and passes over what is none', () => {
    const text = ['# target source key', '', 'broken', '   # indented', 'a /dev/a', 'b /dev/b\r'];
    const lines = parseCrypttab(text.join('\n')).map(({ target, source, line }) => [
      target,
      source,
      line,
    ]);
    expect(lines).toEqual([
      ['a', '/dev/a', 5],
      ['b', '/dev/b', 6],
    ]);
  });

  it('finds nothing in an empty file', () => {
    expect(parseCrypttab('')).toEqual([]);
  });
});
