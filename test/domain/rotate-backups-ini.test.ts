import { describe, expect, it } from 'vitest';
import {
  isLeftAlone,
  parseRotateBackupsIni,
  policyForDirectory,
  type IniPolicy,
  type IniSection,
} from '../../main/domain/rotate-backups-ini.js';

describe('parseRotateBackupsIni', () => {
  it('reads what rotate-backups knows of a section', () => {
    const text = `
      # Laptops keep little.
      [/backups/laptop]
      hourly = 24
      daily: 7 * 2
      Monthly = always
      strict = no
      prefer-recent = Yes
      include-list = 2025-*,
          2026-*
      exclude-list = *-keep, , *-pinned
      ionice = Idle
      use-sudo = yes
    `;
    expect(sections(text)).toEqual([
      {
        pattern: '/backups/laptop',
        scheme: { hourly: 24, daily: 14, monthly: 'always' },
        strict: false,
        preferRecent: true,
        includeList: ['2025-*', '2026-*'],
        excludeList: ['*-keep', '*-pinned'],
        ionice: 'idle',
      },
    ]);
  });

  it.each([
    ['an empty file', '', []],
    ['comments alone', '# a\n; b\n', []],
    ['an empty section', '[/a]', [{ pattern: '/a', scheme: {} }]],
    ['a byte order mark and CRLF', '\uFEFF[/a]\r\ndaily = 1\r\n', [daily('/a', 1)]],
    ['a value that goes on', '[/a]\ndaily = 1\n  + 2\n  # no\n\n  + 3', [daily('/a', 6)]],
    ['an indented option', '[/a]\n  daily = 1', [daily('/a', 1)]],
    ['brackets in a pattern', '[/a/[bc]*]\ndaily = 1', [daily('/a/[bc]*', 1)]],
    ['an empty truth', '[/a]\nstrict =', [{ pattern: '/a', scheme: {}, strict: false }]],
    ['an empty class', '[/a]\nionice =', [{ pattern: '/a', scheme: {} }]],
  ])('reads %s', (_, text, expected) => {
    expect(sections(text)).toEqual(expected);
  });

  it.each([
    ['daily = 1', 1, 'no section begins before it'],
    ['[/a\ndaily = 1', 1, 'no section begins before it'],
    ['[/a]\ndaily', 2, 'it is no section, option or comment'],
    ['[/a]\n= 7', 2, 'it is no section, option or comment'],
    ['[/a]\n[/b]\n[/a]', 3, 'the section “/a” is there already'],
    ['[/a]\ndaily = 1\nDaily = 2', 3, 'the option “daily” is there already'],
    ['[/a]\n\ndaily = many', 3, '“many” is no value for daily'],
    ['[/a]\ndaily = 7 ; a week', 2, '“7 ; a week” is no value for daily'],
    ['[/a]\nstrict = perhaps', 2, '“perhaps” is no value for strict'],
    ['[/a]\nionice = fast', 2, '“fast” is no value for ionice'],
  ])('says what is wrong with %j', (text, line, what) => {
    expect(parseRotateBackupsIni(text, '/etc/rotate-backups.ini')).toMatchObject({
      ok: false,
      failure: {
        code: 'invalid-configuration',
        title: `Line ${line} of “/etc/rotate-backups.ini” cannot be used: ${what}.`,
      },
    });
  });
});

describe('policyForDirectory', () => {
  const silent: IniPolicy = {
    scheme: {},
    strict: true,
    preferRecent: false,
    includeList: [],
    excludeList: [],
    ionice: null,
  };

  it('says strict, oldest first and no lists where a section does not', () => {
    expect(policyForDirectory(sections('[/a]'), '/a')).toEqual(silent);
  });

  it.each([
    ['/backups', '/backups', true],
    ['/backups/', '/backups', true],
    ['/mnt/../backups/.', '/backups//', true],
    ['/backups', '/backups/laptop', false],
    ['/backups/*', '/backups/laptop', true],
    ['/backups/*', '/backups/laptop/home', true],
    ['/backups/lap?op', '/backups/laptop', false],
    ['~/backups', '/home/me/backups', true],
    ['~you/backups', '/home/me/backups', false],
    ['server:/backups', '/backups', false],
    ['server:/backups/*', '/backups/laptop', false],
    ['/a:b', '/a:b', true],
    ['backups', '/backups', false],
    ['DEFAULT', '/DEFAULT', false],
  ])('compares the section %s with %s', (pattern, directory, isMatch) => {
    const policy = policyForDirectory([{ pattern, scheme: {} }], directory, '/home/me');
    expect(policy !== null).toBe(isMatch);
  });

  it('lets later files override single options of a section', () => {
    const system = sections('[/a]\nhourly = 1\ndaily = 2\nstrict = no\nionice = idle');
    const user = sections('[/a]\ndaily = 3\nstrict = yes');
    expect(policyForDirectory([...system, ...user], '/a')).toEqual({
      ...silent,
      scheme: { hourly: 1, daily: 3 },
      ionice: 'idle',
    });
  });

  it('takes the first of several sections by name', () => {
    const text = '[/b/a]\ndaily = 1\n[/b/*]\ndaily = 2\n[/*]\ndaily = 3';
    expect(policyForDirectory(sections(text), '/b/a')?.scheme).toEqual({ daily: 3 });
  });

  it('fills a section up from DEFAULT, wherever that stands', () => {
    const text = '[/a]\ndaily = 1\n[DEFAULT]\ndaily = 7\nweekly = 4\nprefer-recent = on';
    expect(policyForDirectory(sections(text), '/a')).toEqual({
      ...silent,
      scheme: { daily: 1, weekly: 4 },
      preferRecent: true,
    });
  });
});

describe('isLeftAlone', () => {
  it.each([
    { includeList: [], excludeList: [], isAlone: false },
    { includeList: ['2026-*'], excludeList: [], isAlone: false },
    { includeList: ['2025-*'], excludeList: [], isAlone: true },
    { includeList: [], excludeList: ['2026-*'], isAlone: true },
    { includeList: ['2026-*'], excludeList: ['*-21'], isAlone: true },
  ])(
    'is $isAlone for 2026-11-21 where $includeList is included and $excludeList excluded',
    ({ isAlone, ...lists }) => {
      expect(isLeftAlone('2026-11-21', lists)).toBe(isAlone);
    },
  );
});

function sections(text: string): readonly IniSection[] {
  const result = parseRotateBackupsIni(text, 'test.ini');
  if (!result.ok) {
    throw new Error(result.failure.title);
  }
  return result.value;
}

function daily(pattern: string, count: number): IniSection {
  return { pattern, scheme: { daily: count } };
}
