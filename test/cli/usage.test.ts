import { describe, expect, it } from 'vitest';
import { OPTION_GROUPS, OPTIONS } from '../../main/cli/option-table.js';
import { usage } from '../../main/cli/usage.js';

describe('the options', () => {
  it('have all names and letters of the Python original', () => {
    const [original] = OPTION_GROUPS;
    const syntax = original?.options.map(
      ({ short = '', long, argument }) => `${short} ${long}${argument === undefined ? '' : '='}`,
    );
    expect(syntax).toEqual([
      ...['b backup', 's snapshot', 'r rotate', 'm mount=', 'c crypto=', 't tunnel=', 'i ionice='],
      ...['u no-sudo', 'n dry-run', ' multi-fs', 'x exclude=', 'f force'],
      ...[' disable-notifications', 'v verbose', 'q quiet', 'h help'],
    ]);
  });

  it('are all different', () => {
    const names = OPTIONS.map(({ long }) => long);
    const letters = OPTIONS.flatMap(({ short }) => short ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(letters).size).toBe(letters.length);
  });
});

describe('the usage', () => {
  it('shows every option with its letter and argument', () => {
    const lines = usage().split('\n');
    for (const { short, long, argument } of OPTIONS) {
      const name = `--${long}${argument === undefined ? '' : `=${argument}`}`;
      expect(lines).toContain(short === undefined ? `      ${name}` : `  -${short}, ${name}`);
    }
  });

  it('says how it is called, first', () => {
    expect(usage()).toMatch(/^Usage: rsync-system-backup \[OPTIONS\] \[SOURCE\] DESTINATION\n/);
  });

  it('fits a terminal of 80 columns and ends with its last line', () => {
    expect(
      usage()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
    expect(usage()).toMatch(/[^\n]\n$/);
  });
});
