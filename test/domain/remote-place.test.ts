import { expect, it } from 'vitest';
import { remotePlace } from '../../main/domain/remote-place.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';

const AT = { username: null, port: null };

it.each([
  ['/mnt/backup/latest', null, null],
  ['rsync://', null, null],
  [
    'ada@nas:dir',
    'gate',
    over('ssh', 'nas', { by: 'ssh', ...AT, username: 'ada', hostname: 'nas' }),
  ],
  ['nas::module', null, over('daemon', 'nas', { by: 'tcp', ...AT, hostname: 'nas' })],
  [
    'rsync://ada@[fe80::1]:8730/module',
    null,
    over('daemon', 'fe80::1', { by: 'tcp', username: 'ada', port: 8730, hostname: 'fe80::1' }),
  ],
  ['nas::module', 'gate', over('daemon', 'nas', { by: 'ssh', ...AT, hostname: 'gate' })],
  [
    'rsync://localhost/module',
    'me@nas:2222',
    over('daemon', 'nas', { by: 'ssh', username: 'me', port: 2222, hostname: 'nas' }),
  ],
])('%s, through %s', (destination, tunnel, place) => {
  expect(remotePlace({ destination, remote: { ...DEFAULT_REMOTE_CHOICES, tunnel } })).toEqual(
    place,
  );
});

function over(kind: string, host: string, door: object) {
  return { kind, host, door };
}
