import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMPTY_SETTINGS, parseSettings } from '../../main/shared/settings.js';
import { migrateSettings } from '../../main/shared/settings-migrations.js';

const PROFILE = {
  id: 'home',
  name: 'Home',
  source: '/home/user',
  destination: '/mnt/backup/latest',
  cryptoName: null,
  mountPoint: null,
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

describe('the settings file', () => {
  it('is read back as it was written', () => {
    const triggers = { home: { onPlug: false, minimumIntervalMinutes: 90 } };
    const settings = { version: 2, profiles: [PROFILE], triggers };
    expect(parseSettings(JSON.stringify(settings))).toEqual({ kind: 'ready', settings });
    expect(parseSettings(JSON.stringify(EMPTY_SETTINGS))).toMatchObject({ kind: 'ready' });
  });

  it('from the future is not guessed at', () => {
    const text = JSON.stringify({ version: 99, backups: 'something new' });
    expect(parseSettings(text)).toEqual({ kind: 'newer', version: 99 });
  });

  it.each([
    ['an empty file', ''],
    ['a truncated file', '{"version":1,"profiles":[{"id":"home"'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no version', '{"profiles":[]}'],
    ['a version that is no number', '{"version":"1","profiles":[]}'],
    ['version 0', '{"version":0,"profiles":[]}'],
    ['no profiles', '{"version":2,"triggers":{}}'],
    ['a profile without a name', JSON.stringify({ ...EMPTY_SETTINGS, profiles: [{ id: 'home' }] })],
    ['twice the same profile', JSON.stringify({ ...EMPTY_SETTINGS, profiles: [PROFILE, PROFILE] })],
    ['no triggers', '{"version":2,"profiles":[]}'],
    ['half a trigger', '{"version":2,"profiles":[],"triggers":{"home":{"onPlug":true}}}'],
  ])('that is %s is invalid, never empty', (_what, text) => {
    expect(parseSettings(text)).toMatchObject({ kind: 'invalid' });
  });
});

describe('migrations', () => {
  it('bring a file of version 1 to today', () => {
    const text = readFileSync('test/fixtures/settings-1.json', 'utf8');
    expect(parseSettings(text)).toEqual({
      kind: 'ready',
      settings: { version: 2, profiles: [PROFILE], triggers: {} },
    });
  });

  const second = (settings: unknown) => ({ ...(settings as object), version: 2, two: true });
  const third = (settings: unknown) => ({ ...(settings as object), version: 3, three: true });

  it('run from the version of the file to the newest, in order', () => {
    expect(migrateSettings({ version: 1 }, 1, [second, third])).toEqual({
      version: 3,
      two: true,
      three: true,
    });
    expect(migrateSettings({ version: 2 }, 2, [second, third])).toEqual({
      version: 3,
      three: true,
    });
  });

  it('leave the newest version as it is', () => {
    const settings = { version: 3 };
    expect(migrateSettings(settings, 3, [second, third])).toBe(settings);
  });
});
