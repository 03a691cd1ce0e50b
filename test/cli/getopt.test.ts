import { describe, expect, it } from 'vitest';
import { getopt, UsageError, type OptionSyntax } from '../../main/cli/getopt.js';

const KNOWN: readonly OptionSyntax[] = [
  { short: 'v', long: 'verbose' },
  { short: 'n', long: 'dry-run' },
  { short: 'x', long: 'exclude', argument: 'PATTERN' },
  { short: 'm', long: 'mount', argument: 'DIRECTORY' },
  { long: 'multi-fs' },
  { long: 'list' },
  { long: 'list-all' },
];

const NONE: readonly (readonly [string, string])[] = [];

describe('getopt', () => {
  it.each<[string, readonly string[], readonly (readonly [string, string])[], readonly string[]]>([
    ['no arguments', [], NONE, []],
    [
      'letters',
      ['-v', '-n'],
      [
        ['verbose', ''],
        ['dry-run', ''],
      ],
      [],
    ],
    [
      'bundled letters',
      ['-vnv'],
      [
        ['verbose', ''],
        ['dry-run', ''],
        ['verbose', ''],
      ],
      [],
    ],
    ['an argument after its letter', ['-x', 'a'], [['exclude', 'a']], []],
    ['an argument attached to its letter', ['-xa'], [['exclude', 'a']], []],
    [
      'an argument at the end of a bundle',
      ['-vnxa'],
      [
        ['verbose', ''],
        ['dry-run', ''],
        ['exclude', 'a'],
      ],
      [],
    ],
    [
      'an argument after a bundle',
      ['-vx', 'a', 'b'],
      [
        ['verbose', ''],
        ['exclude', 'a'],
      ],
      ['b'],
    ],
    ['letters that are an argument', ['-xvn'], [['exclude', 'vn']], []],
    ['an equals sign in an attached argument', ['-x=a'], [['exclude', '=a']], []],
    ['a long option', ['--verbose'], [['verbose', '']], []],
    [
      'a long option’s argument',
      ['--exclude=a', '--mount', '/mnt'],
      [
        ['exclude', 'a'],
        ['mount', '/mnt'],
      ],
      [],
    ],
    [
      'an empty argument',
      ['--exclude=', '-x', ''],
      [
        ['exclude', ''],
        ['exclude', ''],
      ],
      [],
    ],
    ['further equals signs', ['--exclude=a=b'], [['exclude', 'a=b']], []],
    ['a line break in an argument', ['--exclude=a\nb'], [['exclude', 'a\nb']], []],
    [
      'arguments that begin with a dash',
      ['-x', '-v', '--mount', '--', '--exclude', '-'],
      [
        ['exclude', '-v'],
        ['mount', '--'],
        ['exclude', '-'],
      ],
      [],
    ],
    [
      'options anywhere',
      ['a', '-v', 'b', '--dry-run'],
      [
        ['verbose', ''],
        ['dry-run', ''],
      ],
      ['a', 'b'],
    ],
    [
      'the end of options',
      ['-v', '--', '-n', '--', '--verbose'],
      [['verbose', '']],
      ['-n', '--', '--verbose'],
    ],
    ['a lone dash', ['-', '-v'], [['verbose', '']], ['-']],
    [
      'a shortened name',
      ['--verb', '--exc=a', '--mou', '/m'],
      [
        ['verbose', ''],
        ['exclude', 'a'],
        ['mount', '/m'],
      ],
      [],
    ],
    ['a name that begins another', ['--list'], [['list', '']], []],
    ['a name that begins one other', ['--list-'], [['list-all', '']], []],
    [
      'options in the order given',
      ['-xb', '-v', '-xa'],
      [
        ['exclude', 'b'],
        ['verbose', ''],
        ['exclude', 'a'],
      ],
      [],
    ],
  ])('reads %s', (_, args, options, positionals) => {
    expect(getopt(args, KNOWN)).toEqual({
      options: options.map(([name, value]) => ({ name, value })),
      positionals,
    });
  });

  it.each<[readonly string[], string]>([
    [['-z'], 'There is no option -z.'],
    [['-vz'], 'There is no option -z.'],
    [['--nothing'], 'There is no option --nothing.'],
    [['--verbosely'], 'There is no option --verbosely.'],
    [['--=a'], 'There is no option --.'],
    [['--m'], 'Option --m is ambiguous; it may be --mount, --multi-fs.'],
    [['--lis'], 'Option --lis is ambiguous; it may be --list, --list-all.'],
    [['--verbose=1'], 'Option --verbose takes no argument.'],
    [['--verb='], 'Option --verbose takes no argument.'],
    [['--exclude'], 'Option --exclude needs an argument: PATTERN.'],
    [['-vx'], 'Option -x needs an argument: PATTERN.'],
  ])('refuses %j', (args, message) => {
    expect(() => getopt(args, KNOWN)).toThrow(new UsageError(message));
  });

  it('takes an abbreviation for an elder option before all others', () => {
    const known = [{ long: 'snapshot', elder: true }, { long: 'skip' }, { long: 'silent' }];
    expect(getopt(['--s'], known).options).toEqual([{ name: 'snapshot', value: '' }]);
    expect(() => getopt(['--si', '--sk', '--sx'], known)).toThrow('There is no option --sx.');
  });

  it('leaves the arguments as they are', () => {
    const args = ['-x', 'a', 'b'];
    getopt(args, KNOWN);
    expect(args).toEqual(['-x', 'a', 'b']);
  });
});
