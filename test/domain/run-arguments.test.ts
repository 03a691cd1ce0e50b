import { describe, expect, it } from 'vitest';
import { runArguments } from '../../main/domain/run-arguments.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { Profile } from '../../main/shared/profile.js';

const PROFILE: Profile = {
  id: 'home',
  name: 'Home',
  source: '/home/user',
  destination: '/mnt/backup/latest',
  cryptoName: null,
  mountPoint: null,
  remote: DEFAULT_REMOTE_CHOICES,
  excludes: [],
  multiFs: false,
  rotation: DEFAULT_ROTATION_POLICY,
  skipUnchanged: false,
  destinationId: null,
};

it('spells the whole rotation out, so that no configuration file can change it', () => {
  expect(runArguments(PROFILE)).toEqual([
    '--json',
    '--control',
    '--no-sudo',
    '--disable-notifications',
    '--hourly=24',
    '--daily=7',
    '--weekly=4',
    '--monthly=always',
    '--',
    '/home/user',
    '/mnt/backup/latest',
  ]);
});

it('names everything that differs from the defaults', () => {
  const profile: Profile = {
    ...PROFILE,
    cryptoName: 'backups',
    mountPoint: '/mnt/backup',
    multiFs: true,
    excludes: ['*.iso', '--delete'],
    rotation: { scheme: { yearly: 1 }, strict: false, preferRecent: true, keepNewest: false },
    skipUnchanged: true,
    destinationId: 'a1b2',
  };
  expect(runArguments(profile)).toEqual([
    '--json',
    '--control',
    '--no-sudo',
    '--disable-notifications',
    '--crypto=backups',
    '--mount=/mnt/backup',
    '--multi-fs',
    '--skip-unchanged',
    '--yearly=1',
    '--relaxed',
    '--prefer-recent',
    '--no-keep-newest',
    '--exclude=*.iso',
    '--exclude=--delete',
    '--expect-destination=a1b2',
    '--',
    '/home/user',
    '/mnt/backup/latest',
  ]);
});

describe('another machine', () => {
  const remote = {
    tunnel: 'ada@gate:22',
    timeout: 60,
    bandwidth: '2m',
    passwordFile: '/home/me/secret',
    sudo: true,
  };

  it.each([
    ['/mnt/backup/latest', []],
    ['host:backup/latest', ['--timeout=60', '--bwlimit=2m']],
    [
      'host::module',
      ['--tunnel=ada@gate:22', '--password-file=/home/me/secret', '--timeout=60', '--bwlimit=2m'],
    ],
  ])('%s is reached as was chosen', (destination, options) => {
    const args = runArguments({ ...PROFILE, destination, remote });
    expect(args.filter((arg) => /^--(?:tunnel|pass|time|bw)/.test(arg))).toEqual(options);
  });

  it('of which nothing was chosen needs no options', () => {
    const args = runArguments({ ...PROFILE, destination: 'host::module' });
    expect(args.filter((arg) => /^--(?:tunnel|pass|time|bw)/.test(arg))).toEqual([]);
  });
});
