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
const NIGHT = new Date(2026, 10, 21, 23, 0).getTime();
const AT_MORNING = { name: '2026-11-21 09:00:00', time: '2026-11-21T09:00:00', complete: true };
const AT_NOON = { name: '2026-11-21 12:00:00', time: '2026-11-21T12:00:00', complete: true };

const NONE: BackupTraces = { remembered: null, seen: null, told: null, log: [] };
const NOON_RUN = run(NOON, { snapshot: AT_NOON.name });
const MORNING_RUN = run(MORNING, { snapshot: AT_MORNING.name });
const FAILED_RUN = run(NOON, { snapshot: AT_NOON.name, outcome: 'failed' });
const LEFT = { last: { at: MORNING, complete: true }, asOf: EVENING };
const TOLD = {
  destination: '/media/blue/latest',
  asOf: EVENING,
  snapshots: [{ name: AT_MORNING.name, time: AT_MORNING.time, pinned: false }],
};
const TAKEN = { snapshot: '2026-11-21 18:00:00' };

describe('the last backup', () => {
  it.each<[string, Partial<BackupTraces>, number | null]>([
    ['none where nothing tells of one', {}, null],
    ['the newest snapshot', { seen: [AT_NOON] }, NOON],
    [
      'what the helper remembers',
      { remembered: { last: { at: NOON, complete: true }, asOf: null } },
      NOON,
    ],
    ['the last run, while the disk is away', { log: [run(MORNING), run(NOON)] }, NOON],
    ['a later run that changed nothing', { seen: [AT_NOON], log: [run(EVENING)] }, EVENING],
    ['no run that failed', { log: [run(MORNING), run(NOON, { outcome: 'failed' })] }, MORNING],
    ['no run of another profile', { log: [run(NOON, { profileId: 'other' })] }, null],
    ['no run elsewhere', { log: [run(NOON, {}, THERE)] }, null],
    ['no run whose snapshot was removed', { seen: [AT_NOON], log: [run(EVENING, TAKEN)] }, NOON],
    ['no run where every snapshot was removed', { seen: [], log: [run(NOON)] }, null],
    ['the later run after the clock was set back', { log: [run(EVENING), run(NOON)] }, NOON],
    [
      'not the snapshot of a run before that',
      { seen: [AT_NOON], log: [NOON_RUN, run(MORNING)] },
      MORNING,
    ],
    [
      'no run that stood by a snapshot which was removed',
      { seen: [AT_MORNING], log: [NOON_RUN, run(EVENING)] },
      MORNING,
    ],
    [
      'a run that stands by a snapshot which something else took',
      { seen: [AT_NOON], log: [MORNING_RUN, run(EVENING)] },
      EVENING,
    ],
    [
      'what the helper has left of the runs before',
      { remembered: LEFT, log: [run(MORNING), run(NOON)] },
      MORNING,
    ],
    [
      'nothing where the helper has left nothing',
      { remembered: { last: null, asOf: EVENING }, log: [run(NOON)] },
      null,
    ],
    [
      'a run after what the helper remembers',
      { remembered: LEFT, log: [run(EVENING + 1)] },
      EVENING + 1,
    ],
    [
      'no run whose snapshot another machine has no more',
      { told: TOLD, log: [MORNING_RUN, NOON_RUN] },
      MORNING,
    ],
    ['what another machine has told of', { told: TOLD }, MORNING],
    [
      'the snapshot of a run that failed later',
      { seen: [AT_MORNING, AT_NOON], log: [MORNING_RUN, FAILED_RUN] },
      NOON,
    ],
    [
      'a run after another machine has told',
      { told: TOLD, log: [MORNING_RUN, run(EVENING + 1, TAKEN)] },
      EVENING + 1,
    ],
  ])('is %s', (_what, traces, at) => {
    expect(lastBackup(HERE, { ...NONE, ...traces }, NIGHT)?.at ?? null).toBe(at);
  });

  it.each<[string, Partial<BackupTraces>, number, number]>([
    ['there is none before', { log: [run(EVENING)] }, NOON, EVENING],
    ['it is the last that the log has', { log: [run(MORNING), run(EVENING)] }, NOON, EVENING],
    [
      'there is one before that nobody can order',
      { seen: [AT_MORNING, AT_NOON] },
      MORNING + 1,
      MORNING,
    ],
    [
      'the log has a later one',
      { seen: [AT_MORNING, AT_NOON], log: [MORNING_RUN] },
      MORNING + 1,
      MORNING,
    ],
  ])('from the future counts as far as nothing else is known: %s', (_what, traces, now, at) => {
    expect(lastBackup(HERE, { ...NONE, ...traces }, now)?.at).toBe(at);
  });

  it('is not whole when files could not be read', () => {
    const warnings = [{ code: 'files-unreadable', message: '', files: [] }] as const;
    const log = [run(NOON, { outcome: 'warnings', warnings })];
    expect(lastBackup(HERE, { ...NONE, log }, NIGHT)).toEqual({ at: NOON, complete: false });
  });
});

describe('a run of before the log told where it went', () => {
  it('counts while the profile goes where it went before', () => {
    expect(lastBackup(HERE, { ...NONE, log: [old(NOON)] }, NIGHT)?.at).toBe(NOON);
  });

  it('does not count when the profile was sent elsewhere and has not been there', () => {
    expect(lastBackup(THERE, { ...NONE, log: [old(NOON)] }, NIGHT)).toBeNull();
  });

  it('does not count when a later run went elsewhere', () => {
    const log = [old(MORNING), run(NOON, { outcome: 'failed' }, THERE)];
    expect(lastBackup(HERE, { ...NONE, log }, NIGHT)).toBeNull();
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
