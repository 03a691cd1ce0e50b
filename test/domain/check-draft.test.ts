import { expect, it } from 'vitest';
import { checkDraft } from '../../main/domain/check-draft.js';
import { commandLineOf } from '../../main/domain/run-arguments.js';
import type { Profile } from '../../main/shared/profile.js';
import type { DraftField } from '../../main/shared/profile-requests.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';

const PROFILE: Profile = {
  id: 'home',
  name: 'Home',
  source: '/home/me',
  destination: '/mnt/backup/latest',
  cryptoName: null,
  mountPoint: null,
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
  ['a remote destination', { destination: 'host:dir' }, 'destination'],
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
  const draft = { profile: { ...PROFILE, ...some }, triggers: DEFAULT_TRIGGERS, needsRoot: false };
  expect(checkDraft(draft)[0]?.field ?? null).toBe(field);
});

it('the command line is for a shell, whatever the names hold', () => {
  const profile = { ...PROFILE, source: "/home/it's $HOME; rm -rf" };
  expect(commandLineOf(profile, false)).toBe(
    String.raw`rsync-system-backup --no-sudo --skip-unchanged --hourly=24 --daily=7 --weekly=4 --monthly=always '--exclude=*.iso' -- '/home/it'\''s $HOME; rm -rf' /mnt/backup/latest`,
  );
  expect(commandLineOf(PROFILE, true)).not.toContain('--no-sudo');
});
