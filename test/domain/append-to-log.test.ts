import { expect, it } from 'vitest';
import { withHeld, withRun } from '../../main/domain/append-to-log.js';
import { parseRunLog } from '../../main/shared/parse-run-log.js';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';
import type { RunEntry, RunLog } from '../../main/shared/run-log.js';

const RUN: RunEntry = {
  kind: 'run',
  trigger: 'schedule',
  profileName: 'Home',
  result: {
    profileId: 'home',
    startedAt: 1,
    finishedAt: 2,
    outcome: 'warnings',
    seconds: 1,
    snapshot: '2026-11-21 19:36:28',
    changes: { created: 1, changed: 2, deleted: 3, bytes: 4 },
    warnings: [{ code: 'files-unreadable', message: 'Some files', files: ['a', 'b'] }],
    removedSnapshots: 1,
    failure: { code: 'x', title: 'a', advice: 'b', detail: 'c' },
    safeToUnplug: true,
    keptBy: ['/mnt'],
  },
};

const AWAY = { profileId: 'home', profileName: 'Home', reason: 'disk-missing' } as const;

it('a log of before snapshots of other machines were remembered has none', () => {
  const text = '{"version":1,"entries":[],"ageNotices":{},"spaces":{}}';
  expect(parseRunLog(text)).toEqual({ ok: true, value: EMPTY_RUN_LOG });
});

it('a log is read back as it was written', () => {
  const log: RunLog = {
    ...withHeld(withRun(withRun(EMPTY_RUN_LOG, RUN), { ...RUN, place: '["/mnt"]' }), {
      ...AWAY,
      to: 5,
    }),
    ageNotices: { home: { kind: 'late', since: null } },
    spaces: { home: [{ at: 1, free: 2, total: 3 }] },
    snapshots: {
      nas: {
        destination: 'root@nas:/backup/latest',
        snapshots: [{ name: '2026-11-22 14:05:00', time: '2026-11-22T14:05:00', pinned: true }],
      },
    },
  };
  expect(parseRunLog(JSON.stringify(log))).toEqual({ ok: true, value: log });
});

it.each([
  '',
  '{}',
  '{"version":2}',
  '{"version":1,"entries":[{}],"ageNotices":{},"spaces":{}}',
  'null',
])('a log that is %j is not understood', (text) => {
  expect(parseRunLog(text).ok).toBe(false);
});

it('500 runs are remembered, the newest ones, whatever else there is to remember', () => {
  const log = Array.from({ length: 510 }, (_, at) => at).reduce((before, at) => {
    const ran = withRun(before, { ...RUN, result: { ...RUN.result, startedAt: at } });
    return withHeld(ran, { ...AWAY, to: at });
  }, EMPTY_RUN_LOG);
  const runs = log.entries.filter(({ kind }) => kind === 'run');
  const held = log.entries.filter(({ kind }) => kind === 'held');
  expect(runs).toHaveLength(500);
  expect(runs[0]).toMatchObject({ result: { startedAt: 10 } });
  expect(held).toHaveLength(500);
  expect(log.entries.slice(-2)).toEqual([runs.at(-1), held.at(-1)]);
});

it('of a warning some files are remembered', () => {
  const files = Array.from({ length: 1000 }, (_, index) => `file ${index}`);
  const warnings = [{ code: 'files-unreadable', message: '', files }] as const;
  const log = withRun(EMPTY_RUN_LOG, { ...RUN, result: { ...RUN.result, warnings } });
  expect(log.entries[0]).toMatchObject({ result: { warnings: [{ files: files.slice(0, 50) }] } });
});

it('a run that is held back is told once', () => {
  const once = withHeld(EMPTY_RUN_LOG, { ...AWAY, to: 5 });
  expect(withHeld(once, { ...AWAY, to: 5 })).toBe(once);
  const otherReason = withHeld(once, { ...AWAY, reason: 'on-battery', to: 5 });
  expect(otherReason.entries).toHaveLength(2);
  expect(withHeld(otherReason, { ...AWAY, to: 5 })).toBe(otherReason);
});

it('runs that are held back one after the other for one reason are one entry', () => {
  const log = [5, 6, 7].reduce((before, to) => withHeld(before, { ...AWAY, to }), EMPTY_RUN_LOG);
  expect(log.entries).toEqual([{ kind: 'held', ...AWAY, from: 5, to: 7, count: 3 }]);
  const other = withHeld(log, { ...AWAY, profileId: 'photos', to: 8 });
  expect(withHeld(other, { ...AWAY, to: 8 }).entries).toHaveLength(2);
  expect(withHeld(withRun(log, RUN), { ...AWAY, to: 9 }).entries).toHaveLength(3);
});
