import { expect, it } from 'vitest';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { parseProfile } from '../../main/shared/parse-profile.js';

const PROFILE = {
  id: 'home',
  name: 'Home',
  source: '/home/user',
  destination: '/mnt/backup/latest',
  cryptoName: null,
  mountPoint: null,
  remote: {
    tunnel: 'ada@box:22',
    timeout: 60,
    bandwidth: '1.5m',
    passwordFile: '/root/password',
    sudo: false,
  },
  excludes: ['*.iso'],
  multiFs: false,
  rotation: {
    scheme: { daily: 7, monthly: 'always' },
    strict: true,
    preferRecent: false,
    keepNewest: true,
  },
  skipUnchanged: true,
  destinationId: null,
};

it('a profile is read as it was written, without what does not belong to it', () => {
  expect(parseProfile({ ...PROFILE, extra: 1 })).toEqual({ ok: true, value: PROFILE });
});

it.each([
  [{ id: '../../etc' }, 'id is not made of 1 to 64 of a–z, 0–9 and -'],
  [{ name: ' ' }, 'name is empty or holds control characters'],
  [{ name: 'a\nb' }, 'name is empty or holds control characters'],
  [{ source: 'home' }, 'source is not an absolute path'],
  [{ source: '/home\0' }, 'source is not an absolute path'],
  [{ destination: '--delete' }, 'destination is empty, starts with “-” or holds a NUL'],
  [{ remote: null }, 'remote is not an object'],
  [remote({ tunnel: '-oX=y' }), 'tunnel is empty, starts with “-” or holds a NUL'],
  [remote({ timeout: 3 }), 'timeout is not a whole number from 4 on'],
  [remote({ bandwidth: '1 --x' }), 'bandwidth is no rate such as “500” or “1.5m”'],
  [remote({ passwordFile: 'password' }), 'passwordFile is not an absolute path'],
  [{ excludes: ['', 'a'] }, 'excludes holds an empty pattern or a NUL'],
  [{ excludes: [1] }, 'excludes holds something that is not a text'],
  [{ skipUnchanged: 'no' }, 'skipUnchanged is neither true nor false'],
  [{ rotation: { ...PROFILE.rotation, scheme: {} } }, 'scheme is empty and would keep nothing'],
  [
    { rotation: { ...PROFILE.rotation, scheme: { daily: 0 } } },
    'daily is neither a whole number above 0 nor “always”',
  ],
  [{ rotation: { ...PROFILE.rotation, scheme: { dialy: 7 } } }, 'scheme has no frequency “dialy”'],
])('a profile with %j says what is wrong', (some, problem) => {
  expect(parseProfile({ ...PROFILE, ...some })).toEqual({ ok: false, problem });
});

it('a profile of before there were other machines reaches them as everybody does', () => {
  const { remote: _remote, ...before } = PROFILE;
  expect(parseProfile(before)).toMatchObject({ value: { remote: DEFAULT_REMOTE_CHOICES } });
});

function remote(some: object) {
  return { remote: { ...PROFILE.remote, ...some } };
}
