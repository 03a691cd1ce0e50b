import { expect, it } from 'vitest';
import { ASK_REQUEST_READERS } from '../../main/shared/parse-ask-request.js';
import { parsed } from '../../main/shared/read-field.js';

it('reads a snapshot by profile and name', () => {
  const request = { profileId: 'home', snapshot: '2026-11-21 19:36:28' };
  expect(ASK_REQUEST_READERS['snapshots:show'](request)).toEqual(request);
});

it.each([
  ['run:start', null],
  ['run:start', 'home'],
  ['run:start', { profileId: '../home' }],
  ['run:start', { profileId: ['home'] }],
  ['run:cancel', { profileId: 'home' }],
  ['automation:pause', { hours: 3 }],
  ['settings:choose', { notifications: 'all', theme: 'purple', autostart: true }],
  ['snapshots:show', { profileId: 'home' }],
  ['snapshots:show', { profileId: 'home', snapshot: '../../etc' }],
  ['snapshots:show', { profileId: 'home', snapshot: '..' }],
  ['snapshots:show', { profileId: 'home', snapshot: '/etc' }],
  ['snapshots:show', { profileId: 'home', snapshot: 'a\0b' }],
] as const)('refuses to ask %s with %j', (channel, request) => {
  expect(parsed(() => ASK_REQUEST_READERS[channel](request)).ok).toBe(false);
});
