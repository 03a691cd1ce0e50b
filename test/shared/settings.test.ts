import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { EMPTY_SETTINGS, parseSettings } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { migrateSettings } from '../../main/shared/settings-migrations.js';

const PROFILE = {
  id: 'home',
  name: 'Home',
  source: '/home/user',
  destination: '/mnt/backup/latest',
  cryptoName: null,
  mountPoint: null,
  remote: DEFAULT_REMOTE_CHOICES,
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
    const schedule = '0 18 * * mon-fri';
    const triggers = { home: { ...DEFAULT_TRIGGERS, onPlug: false, schedule } };
    const settings = { ...EMPTY_SETTINGS, profiles: [PROFILE], triggers, pausedUntil: 1 };
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
    ['no profiles', '{"version":3,"triggers":{}}'],
    ['a profile without a name', JSON.stringify({ ...EMPTY_SETTINGS, profiles: [{ id: 'home' }] })],
    ['twice the same profile', JSON.stringify({ ...EMPTY_SETTINGS, profiles: [PROFILE, PROFILE] })],
    ['no triggers', JSON.stringify({ ...EMPTY_SETTINGS, triggers: undefined })],
    ['half a trigger', JSON.stringify({ ...EMPTY_SETTINGS, triggers: { home: { onPlug: true } } })],
    ['an unknown theme', JSON.stringify({ ...EMPTY_SETTINGS, theme: 'purple' })],
    [
      'a schedule that is none',
      JSON.stringify({
        ...EMPTY_SETTINGS,
        triggers: { home: { ...DEFAULT_TRIGGERS, schedule: '0 25 * * *' } },
      }),
    ],
  ])('that is %s is invalid, never empty', (_what, text) => {
    expect(parseSettings(text)).toMatchObject({ kind: 'invalid' });
  });
});

describe('migrations', () => {
  it('bring a file of version 1 to today', () => {
    const text = readFileSync('test/fixtures/settings-1.json', 'utf8');
    expect(parseSettings(text)).toEqual({
      kind: 'ready',
      settings: { ...EMPTY_SETTINGS, profiles: [PROFILE] },
    });
  });

  it('bring a file of version 2 to today', () => {
    const text = readFileSync('test/fixtures/settings-2.json', 'utf8');
    const home = { ...DEFAULT_TRIGGERS, onPlug: false, minimumIntervalMinutes: 90 };
    expect(parseSettings(text)).toEqual({
      kind: 'ready',
      settings: { ...EMPTY_SETTINGS, profiles: [PROFILE], triggers: { home } },
    });
  });

  it('bring a file of version 3 to today', () => {
    const home = { ...DEFAULT_TRIGGERS, schedule: '0 18 * * *', reminderDays: 3 };
    const { whenHostAnswers: _answers, networks: _networks, ...before } = home;
    const text = JSON.stringify({ ...EMPTY_SETTINGS, version: 3, triggers: { home: before } });
    expect(parseSettings(text)).toEqual({
      kind: 'ready',
      settings: { ...EMPTY_SETTINGS, triggers: { home } },
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
