import { describe, expect, it } from 'vitest';
import { lastBackup, runsTo } from '../../main/domain/last-backup.js';
import type { BackupTraces } from '../../main/domain/last-backup.js';
import { placeOf } from '../../main/domain/same-place.js';
import type { Profile } from '../../main/shared/profile.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { RunEntry } from '../../main/shared/run-log.js';
import type { RunResult } from '../../main/shared/run-state.js';

const HERE: Profile = {
  ...{ id: 'home', name: 'Home', source: '/home/ada', destination: '/media/blue/latest' },
  ...{ cryptoName: null, mountPoint: null, remote: DEFAULT_REMOTE_CHOICES, excludes: [] },
  ...{ multiFs: false, rotation: DEFAULT_ROTATION_POLICY, skipUnchanged: true },
  destinationId: 'blue',
};
const THERE: Profile = { ...HERE, destination: '/media/red/latest', destinationId: null };
const MORNING = new Date(2026, 10, 21, 9, 0).getTime();
const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const EVENING = new Date(2026, 10, 21, 18, 0).getTime();
const AT_NOON = { name: '2026-11-21 12:00:00', time: '2026-11-21T12:00:00', complete: true };

describe('the last backup', () => {
  it.each<[string, Partial<BackupTraces>, number | null]>([
    ['none where nothing tells of one', {}, null],
    ['the newest snapshot', { seen: [AT_NOON] }, NOON],
    ['what the helper remembers', { remembered: { at: NOON, complete: true } }, NOON],
    ['the last run, while the disk is away', { log: [run(MORNING), run(NOON)] }, NOON],
    ['a later run that changed nothing', { seen: [AT_NOON], log: [run(EVENING)] }, EVENING],
    ['no run that failed', { log: [run(MORNING), run(NOON, { outcome: 'failed' })] }, MORNING],
    ['no run of another profile', { log: [run(NOON, { profileId: 'other' })] }, null],
    ['no run elsewhere', { log: [run(NOON, {}, THERE)] }, null],
    ['no run whose snapshot was removed', { seen: [AT_NOON], log: [run(EVENING, TAKEN)] }, NOON],
    ['no run where every snapshot was removed', { seen: [], log: [run(NOON)] }, null],
    ['the later run after the clock was set back', { log: [run(EVENING), run(NOON)] }, NOON],
  ])('is %s', (_what, traces, at) => {
    expect(lastBackup(HERE, { ...NONE, ...traces })?.at ?? null).toBe(at);
  });

  it('is not whole when files could not be read', () => {
    const warnings = [{ code: 'files-unreadable', message: '', files: [] }] as const;
    const log = [run(NOON, { outcome: 'warnings', warnings })];
    expect(lastBackup(HERE, { ...NONE, log })).toEqual({ at: NOON, complete: false });
  });
});

describe('a run of before the log told where it went', () => {
  it('counts while the profile goes where it went before', () => {
    expect(lastBackup(HERE, { ...NONE, log: [old(NOON)] })?.at).toBe(NOON);
  });

  it('does not count when the profile was sent elsewhere and has not been there', () => {
    expect(lastBackup(THERE, { ...NONE, log: [old(NOON)] })).toBeNull();
  });

  it('does not count when a later run went elsewhere', () => {
    const log = [old(MORNING), run(NOON, { outcome: 'failed' }, THERE)];
    expect(lastBackup(HERE, { ...NONE, log })).toBeNull();
  });
});

it.each<[string, Partial<Profile>]>([
  ['destination', { destination: '/media/red/latest' }],
  ['disk', { cryptoName: 'blue' }],
  ['mount point', { mountPoint: '/media/blue' }],
  ['tunnel', { remote: { ...DEFAULT_REMOTE_CHOICES, tunnel: 'ada@nas' } }],
])('runs to another %s are not its own', (_what, some) => {
  expect(runsTo(HERE, [run(MORNING), run(NOON, {}, { ...HERE, ...some })])).toEqual([run(MORNING)]);
});

const NONE: BackupTraces = { remembered: null, seen: null, log: [] };
const TAKEN = { snapshot: '2026-11-21 18:00:00' };

function run(at: number, some: Partial<RunResult> = {}, profile = HERE): RunEntry {
  return { ...old(at, some), place: placeOf(profile) };
}

function old(at: number, some: Partial<RunResult> = {}): RunEntry {
  const result: RunResult = {
    ...{ profileId: 'home', startedAt: at, finishedAt: at, outcome: 'complete', seconds: 1 },
    ...{ snapshot: null, changes: null, warnings: [], removedSnapshots: 0, failure: null },
    ...{ safeToUnplug: null, keptBy: [] },
    ...some,
  };
  return { kind: 'run', trigger: 'hand', profileName: 'Home', result };
}
