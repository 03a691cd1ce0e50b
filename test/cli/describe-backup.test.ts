import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../main/cli/command-line.js';
import { completeDestination, describeBackup } from '../../main/cli/describe-backup.js';
import type { IniPolicy } from '../../main/domain/rotate-backups-ini.js';
import { formatDestination } from '../../main/domain/destination.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';

const INI: IniPolicy = {
  scheme: { daily: 3 },
  strict: false,
  preferRecent: true,
  includeList: ['2026-*'],
  excludeList: ['*-keep'],
  ionice: null,
};

const NO_OPTIONS = { tunnel: null, passwordFile: null } as const;

describe('completeDestination', () => {
  it.each([
    ['/mnt/backup/latest', '/mnt/backup/latest'],
    ['/mnt/backup/latest/', '/mnt/backup/latest'],
    ['/mnt/backup/../latest', '/mnt/latest'],
    ['/latest', '/latest'],
    ['latest', join(process.cwd(), 'latest')],
    ['./host:latest', join(process.cwd(), 'host:latest')],
    ['me@host:latest', 'me@host:latest'],
    ['host::module', 'rsync://host/module'],
  ])('of %s is %s', (destination, complete) => {
    const found = completeDestination({ destination, ...NO_OPTIONS });
    expect(formatDestination(found)).toBe(complete);
  });

  it.each([
    ['/', NO_OPTIONS, 'ParentDirectoryUnavailableError', 'destination-is-root'],
    ['/mnt/..', NO_OPTIONS, 'ParentDirectoryUnavailableError', 'destination-is-root'],
    ['host::', NO_OPTIONS, 'InvalidDestinationError', 'invalid-destination'],
    [
      'host:/latest',
      { ...NO_OPTIONS, tunnel: 'gate' },
      'InvalidDestinationError',
      'destination-not-a-daemon',
    ],
    [
      '/latest',
      { ...NO_OPTIONS, passwordFile: '/password' },
      'InvalidDestinationError',
      'destination-not-a-daemon',
    ],
  ])('refuses %s', (destination, options, name, code) => {
    expect(() => completeDestination({ destination, ...options })).toThrow(
      expect.objectContaining({ name, code }),
    );
  });
});

describe('describeBackup', () => {
  it('says what the command line says', () => {
    expect(
      description([
        ...['-bn', '-c', 'backup', '-m', '/mnt/backup/', '-x', '*.iso', '-f', '--multi-fs'],
        ...['--adopt', '--skip-unchanged', '--expect-destination=id', '/home/', '/unused'],
      ]),
    ).toEqual({
      source: '/home',
      destination: '/mnt/backup/latest',
      actions: { backup: true, snapshot: false, rotate: false },
      cryptoName: 'backup',
      mountPoint: '/mnt/backup',
      excludes: ['*.iso'],
      multiFs: true,
      rotation: DEFAULT_ROTATION_POLICY,
      rotationLists: { excludeList: [], includeList: [] },
      skipUnchanged: true,
      dryRun: true,
      adopt: true,
      force: true,
      destinationId: 'id',
    });
  });

  it('backs up everything where no source is given', () => {
    expect(description([]).source).toBe('/');
  });

  it('resolves a relative source', () => {
    expect(description(['home', '/unused']).source).toBe(join(process.cwd(), 'home'));
  });

  it('refuses a pattern that would clear the built-in excludes', () => {
    expect(() => description(['-x', '*.iso', '-x', '!'])).toThrow(
      expect.objectContaining({ code: 'invalid-exclude' }),
    );
  });

  it('leaves snapshots and rotation to a daemon unless they are asked for', () => {
    const onlyBackup = { backup: true, snapshot: false, rotate: false };
    expect(description([], null, 'host::module').actions).toEqual(onlyBackup);
    const onlySnapshot = { backup: false, snapshot: true, rotate: false };
    expect(description(['-s'], null, 'host::module').actions).toEqual(onlySnapshot);
  });
});

describe('the rotation policy', () => {
  it.each<[string, readonly string[], IniPolicy | null, object]>([
    ['is the default where nobody says anything', [], null, DEFAULT_ROTATION_POLICY],
    [
      'is that of rotate-backups.ini where the command line has none',
      [],
      INI,
      { scheme: { daily: 3 }, strict: false, preferRecent: true, keepNewest: true },
    ],
    [
      'is exactly that of the command line where it has one',
      ['--weekly=2'],
      INI,
      { scheme: { weekly: 2 }, strict: true, preferRecent: false, keepNewest: true },
    ],
    [
      'is the default scheme where a section has none',
      [],
      { ...INI, scheme: {}, strict: true, preferRecent: false },
      DEFAULT_ROTATION_POLICY,
    ],
    [
      'takes single options beside rotate-backups.ini',
      ['--relaxed', '--prefer-recent', '--no-keep-newest'],
      { ...INI, strict: true, preferRecent: false },
      { scheme: { daily: 3 }, strict: false, preferRecent: true, keepNewest: false },
    ],
    [
      'keeps a scheme that keeps nothing, for the engine to refuse',
      ['--daily=0'],
      null,
      { ...DEFAULT_ROTATION_POLICY, scheme: { daily: 0 } },
    ],
  ])('%s', (_, args, ini, policy) => {
    expect(description(args, ini).rotation).toEqual(policy);
  });

  it('leaves alone what rotate-backups.ini says, whatever the scheme', () => {
    expect(description(['--daily=1'], INI).rotationLists).toMatchObject({
      excludeList: ['*-keep'],
      includeList: ['2026-*'],
    });
  });
});

function description(
  args: readonly string[],
  ini: IniPolicy | null = null,
  destination = '/mnt/backup/latest',
) {
  const commandLine = { ...parseCommandLine(args), destination, transferStatus: null };
  return describeBackup(commandLine, completeDestination(commandLine), ini);
}
