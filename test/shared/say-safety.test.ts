import { expect, it } from 'vitest';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { ProfileView } from '../../main/shared/app-view.js';
import { saySafety } from '../../main/shared/say-safety.js';

const NOW = new Date(2026, 10, 21, 14, 30);
const PROFILE: ProfileView = {
  id: 'system',
  name: 'System',
  source: '/',
  destination: '/mnt/blue/latest',
  rotation: DEFAULT_ROTATION_POLICY,
  demonstration: false,
  safety: { kind: 'safe', since: new Date(2026, 10, 21, 14, 5).getTime() },
  overdue: null,
  needsRoot: true,
  disk: {
    name: 'Blue disk',
    state: 'not-connected',
    encrypted: true,
    lockable: false,
    readable: false,
  },
  host: null,
  startsOnPlug: true,
  schedule: null,
  nextAt: null,
  heldBack: null,
  lastBackupAt: null,
  lastRun: null,
  space: null,
};

it('says when the next backup starts, where it waits for its disk', () => {
  expect(saySafety(PROFILE, true, NOW, 'en-GB')).toEqual({
    sentence: 'You are safe.',
    reason:
      'Everything up to today 14:05 is on “Blue disk”. The next backup starts when “Blue disk” is plugged in.',
  });
});

it.each<[string, Partial<ProfileView>, string]>([
  ['it does not start by itself', { startsOnPlug: false }, 'is on “Blue disk”'],
  ['it has no disk', { disk: null }, 'is backed up'],
])('does not say so where %s', (_why, some, words) => {
  const { reason } = saySafety({ ...PROFILE, ...some }, true, NOW, 'en-GB');
  expect(reason).toBe(`Everything up to today 14:05 ${words}.`);
});

it.each<[ProfileView['safety'], string, string]>([
  [
    { kind: 'failed', since: null },
    'The last backup failed.',
    'The last backup of “System” failed.',
  ],
  [
    { kind: 'late', since: new Date(2026, 10, 11).getTime() },
    'The last backup is from 11 November 2026.',
    'The last backup of “System” is from 11 November 2026.',
  ],
  [
    { kind: 'stale', since: new Date(2026, 10, 11).getTime() },
    'The last backup is 10 days old.',
    'The last backup of “System” is 10 days old.',
  ],
  [
    { kind: 'ahead', since: new Date(2027, 2, 3).getTime() },
    'The newest backup is dated later than this computer’s clock.',
    'The newest backup of “System” is dated later than this computer’s clock.',
  ],
])('names the backup where there are others: %j', (safety, alone, among) => {
  const sentences = [true, false].map(
    (isAlone) => saySafety({ ...PROFILE, safety }, isAlone, NOW, 'en-GB').sentence,
  );
  expect(sentences).toEqual([alone, among]);
});

it.each([
  ['ahead', 'It says 3 March 2027. Set the clock right, or back up now.'],
  ['failed', 'The one before is dated 3 March 2027, which is later than this computer’s clock.'],
] as const)('does not call safe what is dated later than the clock: %s', (kind, words) => {
  const safety = { kind, since: new Date(2027, 2, 3).getTime() };
  const view: ProfileView = { ...PROFILE, startsOnPlug: false, safety };
  expect(saySafety(view, true, NOW, 'en-GB').reason).toBe(words);
});

const EVENING = new Date(2026, 10, 21, 18, 0).getTime();

it.each<[Partial<ProfileView>, string]>([
  [
    { nextAt: EVENING },
    'The next backup starts when “Blue disk” is plugged in, or today at 18:00.',
  ],
  [{ nextAt: EVENING, startsOnPlug: false }, 'The next backup starts today at 18:00.'],
  [{ heldBack: 'disk-missing' }, 'A backup is waiting until “Blue disk” is plugged in.'],
  [{ heldBack: 'paused' }, 'A backup is waiting until the pause is over.'],
  [{ heldBack: 'on-battery' }, 'A backup is waiting until the computer has power from the mains.'],
  [
    { heldBack: 'other-network' },
    'A backup is waiting until the computer is on one of its networks.',
  ],
])('says what has to happen for the next backup: %j', (some, words) => {
  const { reason } = saySafety({ ...PROFILE, ...some }, true, NOW, 'en-GB');
  expect(reason).toBe(`Everything up to today 14:05 is on “Blue disk”. ${words}`);
});

it('names the host of a backup that is on another machine, and waits for it', () => {
  const host = { name: 'nas', kind: 'ssh', answer: null } as const;
  const remote: ProfileView = { ...PROFILE, disk: null, startsOnPlug: false, host };
  const held: ProfileView = { ...remote, heldBack: 'host-silent' };
  expect(saySafety(held, true, NOW, 'en-GB').reason).toBe(
    'Everything up to today 14:05 is on “nas”. A backup is waiting until “nas” answers.',
  );
});
