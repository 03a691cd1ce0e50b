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
  needsRoot: true,
  disk: { name: 'Blue disk', state: 'not-connected', encrypted: true, lockable: false },
  startsOnPlug: true,
  skippedSince: null,
};

it('says when the next backup starts, where it waits for its disk', () => {
  expect(saySafety(PROFILE, true, NOW, 'en-GB')).toEqual({
    sentence: 'You are safe.',
    reason:
      'Everything up to today 14:05 is backed up. The next backup starts when “Blue disk” is plugged in.',
  });
});

it.each<[string, Partial<ProfileView>]>([
  ['it does not start by itself', { startsOnPlug: false }],
  ['it has no disk', { disk: null }],
])('does not say so where %s', (_why, some) => {
  const { reason } = saySafety({ ...PROFILE, ...some }, true, NOW, 'en-GB');
  expect(reason).toBe('Everything up to today 14:05 is backed up.');
});
