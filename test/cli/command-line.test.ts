import { describe, expect, it } from 'vitest';
import { parseCommandLine, type CommandLine } from '../../main/cli/command-line.js';
import { UsageError } from '../../main/cli/getopt.js';

const DEFAULTS: CommandLine = {
  source: '/',
  destination: null,
  actions: { backup: true, snapshot: true, rotate: true },
  actionsGiven: false,
  mountPoint: null,
  cryptoName: null,
  tunnel: null,
  timeout: null,
  bandwidth: null,
  passwordFile: null,
  ionice: null,
  sudo: true,
  dryRun: false,
  multiFs: false,
  excludes: [],
  force: false,
  notifications: true,
  verbosity: 0,
  scheme: {},
  strict: true,
  preferRecent: false,
  keepNewest: true,
  adopt: false,
  expectDestination: null,
  skipUnchanged: false,
  list: false,
  verb: null,
  json: false,
  control: false,
  help: false,
  version: false,
};

describe('parseCommandLine', () => {
  it('has the defaults of the Python original', () => {
    expect(parseCommandLine([])).toEqual(DEFAULTS);
  });

  it.each<[string, string, Partial<CommandLine>]>([
    [
      '-b',
      '--backup',
      { actionsGiven: true, actions: { backup: true, snapshot: false, rotate: false } },
    ],
    [
      '-s',
      '--snapshot',
      { actionsGiven: true, actions: { backup: false, snapshot: true, rotate: false } },
    ],
    [
      '-r',
      '--rotate',
      { actionsGiven: true, actions: { backup: false, snapshot: false, rotate: true } },
    ],
    ['-m/mnt', '--mount=/mnt', { mountPoint: '/mnt' }],
    ['-cbackup', '--crypto=backup', { cryptoName: 'backup' }],
    ['-tme@host:22', '--tunnel=me@host:22', { tunnel: 'me@host:22' }],
    ['-iidle', '--ionice=idle', { ionice: 'idle' }],
    ['-ibest-effort', '--ionice=best-effort', { ionice: 'best-effort' }],
    ['-irealtime', '--ionice= Realtime ', { ionice: 'realtime' }],
    ['-u', '--no-sudo', { sudo: false }],
    ['-n', '--dry-run', { dryRun: true }],
    ['-x*.iso', '--exclude=*.iso', { excludes: ['*.iso'] }],
    ['-f', '--force', { force: true }],
    ['-v', '--verbose', { verbosity: 1 }],
    ['-q', '--quiet', { verbosity: -1 }],
    ['-h', '--help', { help: true }],
  ])('knows %s and %s of the original', (short, long, expected) => {
    expect(parseCommandLine([short])).toEqual({ ...DEFAULTS, ...expected });
    expect(parseCommandLine([long])).toEqual({ ...DEFAULTS, ...expected });
  });

  it.each<[string, Partial<CommandLine>]>([
    ['--multi-fs', { multiFs: true }],
    ['--disable-notifications', { notifications: false }],
    ['--relaxed', { strict: false }],
    ['--prefer-recent', { preferRecent: true }],
    ['--no-keep-newest', { keepNewest: false }],
    ['--adopt', { adopt: true }],
    ['--expect-destination=id', { expectDestination: 'id' }],
    ['--skip-unchanged', { skipUnchanged: true }],
    ['--list', { list: true }],
    ['--json', { json: true }],
    ['--control', { control: true }],
    ['--version', { version: true }],
  ])('knows %s', (option, expected) => {
    expect(parseCommandLine([option])).toEqual({ ...DEFAULTS, ...expected });
  });

  it('does exactly the actions that are named', () => {
    expect(parseCommandLine(['-br']).actions).toEqual({
      backup: true,
      snapshot: false,
      rotate: true,
    });
    expect(parseCommandLine(['-b', '-s', '-r']).actions).toEqual(DEFAULTS.actions);
  });

  it('takes one argument for the destination and two for source and destination', () => {
    expect(parseCommandLine(['/mnt/latest'])).toEqual({
      ...DEFAULTS,
      destination: '/mnt/latest',
    });
    expect(parseCommandLine(['/home', '-n', '/mnt/latest'])).toEqual({
      ...DEFAULTS,
      source: '/home',
      destination: '/mnt/latest',
      dryRun: true,
    });
    expect(parseCommandLine(['--', '-a', '-b'])).toMatchObject({ source: '-a', destination: '-b' });
  });

  it('collects patterns in their order, those with a dash too', () => {
    const args = ['-x', '-old', '--exclude', '--', '-x*.iso'];
    expect(parseCommandLine(args).excludes).toEqual(['-old', '--', '*.iso']);
  });

  it('takes the last of several values', () => {
    const args = ['-m', '/a', '--mount=/b', '-ifoo', '--ionice=idle', '--daily=1', '--daily=2'];
    expect(parseCommandLine(args)).toMatchObject({
      mountPoint: '/b',
      ionice: 'idle',
      scheme: { daily: 2 },
    });
  });

  it('counts -v and -q against each other', () => {
    expect(parseCommandLine(['-vv', '-q', '--quiet', '-q']).verbosity).toBe(-1);
  });

  it('has exactly the scheme that is given', () => {
    const args = ['--minutely=1', '--hourly=2', '--daily=0', '--weekly=4', '--monthly=Always'];
    expect(parseCommandLine([...args, '--yearly', 'always']).scheme).toEqual({
      minutely: 1,
      hourly: 2,
      daily: 0,
      weekly: 4,
      monthly: 'always',
      yearly: 'always',
    });
  });

  it.each([
    [['a', 'b', 'c'], 'At most a source and a destination are expected, not 3 arguments.'],
    [['/home', ''], 'An argument is empty, as a variable that is not set leaves it.'],
    [['--mount=', '/home'], 'An argument is empty, as a variable that is not set leaves it.'],
    [
      ['--ionice=foo'],
      '“foo” is no I/O scheduling class; --ionice takes idle, best-effort, realtime.',
    ],
    [['--daily=-1'], '“-1” is no count; --daily takes a whole number or “always”.'],
    [['--daily=1.5'], '“1.5” is no count; --daily takes a whole number or “always”.'],
    [['--yearly='], '“” is no count; --yearly takes a whole number or “always”.'],
    [['--daily=1e9'], '“1e9” is no count; --daily takes a whole number or “always”.'],
    [['--nonsense'], 'There is no option --nonsense.'],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(new UsageError(message));
  });
});
