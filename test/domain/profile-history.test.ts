import { expect, it } from 'vitest';
import { profileHistory, profileIdsIn } from '../../main/domain/profile-history.js';
import { EMPTY_RUN_LOG, type LogEntry, type RunTrigger } from '../../main/shared/run-log.js';
import type { Outcome } from '../../main/shared/run-event.js';

it('knows the last start, of its own runs', () => {
  const entries = [run(1, 'complete'), run(2, 'failed', 'hand', 'x', 'other')];
  expect(profileHistory(entries, 'home').lastStart).toBe(1);
  expect(profileHistory([], 'home').lastStart).toBeNull();
});

it('takes what seems to be of the future back to when the clock was set back', () => {
  const entries: readonly LogEntry[] = [run(1000, 'complete'), { kind: 'clock-set-back', at: 500 }];
  expect(profileHistory(entries, 'home').lastStart).toBe(500);
  const earlier: readonly LogEntry[] = [run(100, 'complete'), { kind: 'clock-set-back', at: 500 }];
  expect(profileHistory(earlier, 'home').lastStart).toBe(100);
});

it.each<[string, readonly LogEntry[], number | null]>([
  ['a disk that was busy', [run(1, 'failed', 'schedule', 'disk-busy')], 1],
  [
    'failures since the last that was none',
    [
      run(1, 'failed', 'schedule', 'disk-busy'),
      run(2, 'complete', 'retry'),
      run(3, 'failed', 'plug', 'rsync-failed'),
      run(4, 'failed', 'retry', 'rsync-failed'),
    ],
    2,
  ],
  ['nothing that a person has to mend', [run(1, 'failed', 'schedule', 'wrong-key')], null],
  ['nothing that was started by hand', [run(1, 'failed', 'hand', 'disk-busy')], null],
  ['nothing that was cancelled', [run(1, 'cancelled', 'schedule')], null],
])('counts as worth another try: %s', (_what, entries, count) => {
  expect(profileHistory(entries, 'home').failures?.count ?? null).toBe(count);
});

it.each([
  ['connection-lost', true],
  ['host-unreachable', true],
  ['host-unknown', true],
  ['host-refused', true],
  ['ssh-closed', true],
  ['daemon-busy', true],
  ['daemon-refused', true],
  ['tunnel-leads-nowhere', true],
  ['ssh-permission-denied', false],
  ['host-key-unknown', false],
  ['host-key-changed', false],
  ['remote-program-missing', false],
  ['daemon-auth-failed', false],
])('on another machine, %s passes by itself: %s', (code, passes) => {
  const { failures } = profileHistory([run(1, 'failed', 'schedule', code)], 'home');
  expect(failures !== null).toBe(passes);
});

it('knows of every profile that something is remembered of', () => {
  const away = { profileName: '', reason: 'disk-missing', from: 1, to: 1, count: 1 } as const;
  const log = {
    ...EMPTY_RUN_LOG,
    entries: [run(1, 'complete'), { kind: 'held', profileId: 'held', ...away } as const],
    ageNotices: { old: { kind: 'late', since: null } as const },
    spaces: { full: [], home: [] },
  };
  expect(profileIdsIn(log)).toEqual(['home', 'held', 'old', 'full']);
});

function run(
  at: number,
  outcome: Outcome,
  trigger: RunTrigger = 'schedule',
  code = '',
  profileId = 'home',
): LogEntry {
  return {
    kind: 'run',
    trigger,
    profileName: 'Home',
    result: {
      profileId,
      startedAt: at,
      finishedAt: at,
      outcome,
      seconds: 1,
      snapshot: null,
      changes: null,
      warnings: [],
      removedSnapshots: 0,
      failure: code === '' ? null : { code, title: '', advice: '', detail: '' },
      safeToUnplug: null,
      keptBy: [],
    },
  };
}
