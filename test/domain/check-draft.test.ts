import { expect, it } from 'vitest';
import { checkDraft } from '../../main/domain/check-draft.js';
import { commandLineOf } from '../../main/domain/run-arguments.js';
import type { Profile } from '../../main/shared/profile.js';
import type { DraftField } from '../../main/shared/profile-requests.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import type { RemoteChoices } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';

const PROFILE: Profile = {
  id: 'home',
  name: 'Home',
  source: '/home/me',
  destination: '/mnt/backup/latest',
  cryptoName: null,
  mountPoint: null,
  remote: DEFAULT_REMOTE_CHOICES,
  excludes: ['*.iso'],
  multiFs: false,
  rotation: DEFAULT_ROTATION_POLICY,
  skipUnchanged: true,
  destinationId: null,
};

it.each<[string, Partial<Profile>, DraftField | null]>([
  ['a profile that is in order', {}, null],
  ['a backup of everything', { source: '/' }, null],
  ['no name', { name: ' ' }, 'name'],
  ['a name with control characters', { name: 'a\nb' }, 'excludes'],
  ['no source', { source: '' }, 'source'],
  ['a relative source', { source: 'home' }, 'source'],
  ['no destination', { destination: '' }, 'destination'],
  ['an option for a destination', { destination: '-rf' }, 'destination'],
  ['a destination over SSH', { destination: 'host:dir' }, null],
  ['a daemon', { destination: 'ada@host::module' }, null],
  ['a daemon by its IPv6 address', { destination: 'rsync://[fe80::1]:8730/module/dir' }, null],
  ['a host without a directory', { destination: 'host:' }, 'destination'],
  ['a host with a tilde', { destination: 'host:~/dir' }, 'destination'],
  ['a host and a disk of this computer', { destination: 'host:dir', cryptoName: 'x' }, 'disk'],
  ['a tunnel to a daemon', remote('host::module', { tunnel: 'ada@gate:22' }), null],
  ['a tunnel that cannot be read', remote('host::module', { tunnel: 'gate:x' }), 'tunnel'],
  ['a tunnel that is of no use', remote('host:dir', { tunnel: 'gate:x' }), null],
  ['a time-out that is too short', remote('host:dir', { timeout: 3 }), 'timeout'],
  ['a rate that is none', remote('host:dir', { bandwidth: 'fast' }), 'bandwidth'],
  ['a password file', remote('host::module', { passwordFile: '/home/me/secret' }), null],
  ['a relative password file', remote('host::module', { passwordFile: 'secret' }), 'passwordFile'],
  ['a destination that cannot be read', { destination: 'rsync://' }, 'destination'],
  ['a destination in the source', { destination: '/home/me/backup/latest' }, 'destination'],
  ['a destination without a parent', { destination: '/latest' }, 'destination'],
  ['a destination that is not on the disk', { mountPoint: '/mnt/backup2' }, 'disk'],
  [
    'a rotation that keeps nothing',
    { rotation: { ...DEFAULT_ROTATION_POLICY, scheme: {} } },
    'rotation',
  ],
  ['an exclude with nothing in it', { excludes: [''] }, 'excludes'],
])('%s', (_what, some, field) => {
  expect(checkDraft(draftOf(some))[0]?.field ?? null).toBe(field);
});

it('what cannot be read is pointed at', () => {
  const destination = 'rsync://host:99999/module';
  const [problem] = checkDraft(draftOf({ destination }));
  expect(problem).toMatchObject({
    field: 'destination',
    detail: `${destination}\n             ^ a port is a number from 1 to 65535`,
  });
});

it('the administrator’s backup goes to no rsync daemon, and over SSH to another machine', () => {
  const asRoot = (destination: string) =>
    checkDraft({ ...draftOf({ destination }), needsRoot: true });
  expect(asRoot('root@host:/backup/latest')).toEqual([]);
  expect(asRoot('host::module')[0]?.message).toContain('does not prove which computer it is');
});

function draftOf(some: Partial<Profile>) {
  return { profile: { ...PROFILE, ...some }, triggers: DEFAULT_TRIGGERS, needsRoot: false };
}

function remote(destination: string, some: Partial<RemoteChoices>): Partial<Profile> {
  return { destination, remote: { ...DEFAULT_REMOTE_CHOICES, ...some } };
}

it('the command line is for a shell, whatever the names hold', () => {
  const profile = { ...PROFILE, source: "/home/it's $HOME; rm -rf" };
  expect(commandLineOf(profile, false)).toBe(
    String.raw`rsync-system-backup --no-sudo --skip-unchanged --hourly=24 --daily=7 --weekly=4 --monthly=always '--exclude=*.iso' -- '/home/it'\''s $HOME; rm -rf' /mnt/backup/latest`,
  );
  expect(commandLineOf(PROFILE, true)).not.toContain('--no-sudo');
});

it.each([
  ['as oneself', false, true, 'rsync-system-backup --no-sudo '],
  ['as root, and there too', true, true, 'rsync-system-backup --skip'],
  ['as root, and there not', true, false, 'sudo rsync-system-backup --no-sudo '],
])('the command line %s', (_who, needsRoot, sudo, begin) => {
  const profile = { ...PROFILE, ...remote('ada@host:dir', { sudo }) };
  expect(commandLineOf(profile, needsRoot)).toMatch(new RegExp(`^${begin}`));
});
