import { expect, it } from 'vitest';
import type { LogEntry, RunEntry } from '../../main/shared/run-log.js';
import type { RunResult } from '../../main/shared/run-state.js';
import { logEntryText, sayLogEntry } from '../../main/shared/say-log.js';

const NOW = new Date(2026, 10, 21, 18, 0);
const AT = new Date(2026, 10, 21, 14, 5).getTime();
const RESULT: RunResult = {
  profileId: 'home',
  startedAt: AT,
  finishedAt: AT,
  outcome: 'complete',
  seconds: 12,
  snapshot: 'x',
  changes: { created: 2, changed: 0, deleted: 1, bytes: 4_200_000 },
  warnings: [],
  removedSnapshots: 0,
  failure: null,
  safeToUnplug: null,
  keptBy: [],
};

it('a run is told with when, why and what', () => {
  expect(words(run({}))).toMatchObject({
    when: 'Today 14:05',
    name: 'Home',
    title: 'Finished in 12 seconds.',
    facts: ['2 new, 1 deleted.', '4.2 MB copied.', 'Started by the schedule.'],
    detail: '',
  });
});

it('a run that failed is told with its advice and what the programs said', () => {
  const failure = {
    code: 'x',
    title: 'The disk is full.',
    advice: 'Remove some.',
    detail: 'ENOSPC',
  };
  const entry = run({ outcome: 'failed', failure, changes: null });
  expect(words(entry)).toMatchObject({
    title: 'The disk is full.',
    facts: ['Remove some.', 'Started by the schedule.', 'It took 12 seconds.'],
    detail: 'ENOSPC',
  });
  const { exactly } = words(entry);
  expect(logEntryText(words(entry))).toBe(
    `${exactly}, Home\nThe disk is full.\nRemove some.\nStarted by the schedule.\nIt took 12 seconds.\n\nENOSPC`,
  );
});

it('runs that did not start are told with the reason', () => {
  const held: LogEntry = {
    kind: 'held',
    profileId: 'home',
    profileName: 'Home',
    reason: 'disk-missing',
    from: new Date(2026, 10, 18, 14, 5).getTime(),
    to: AT,
    count: 3,
  };
  expect(words(held)).toMatchObject({
    when: 'Today 14:05',
    title: 'Not backed up: the disk is not connected.',
    facts: ['3 times since Wednesday 14:05.'],
  });
  expect(words({ ...held, count: 1 }).facts).toEqual([]);
});

it('what happened to a backup on another machine is told with its host', () => {
  const entry: LogEntry = { ...run({}), host: 'nas' };
  expect(words(entry).facts).toContain('To “nas”.');
  const held: LogEntry = {
    ...{ kind: 'held', profileId: 'home', profileName: 'Home', host: 'nas' },
    ...{ reason: 'host-silent', from: AT, to: AT, count: 1 },
  };
  expect(words(held).title).toBe('Not backed up: “nas” does not answer.');
  expect(words({ ...held, reason: 'other-network' }).title).toBe(
    'Not backed up: the computer is on another network.',
  );
});

it('a clock that was set back is told of', () => {
  expect(words({ kind: 'clock-set-back', at: AT })).toMatchObject({
    name: '',
    when: 'Today 14:05',
  });
});

function words(entry: LogEntry) {
  return sayLogEntry(entry, NOW, 'en-GB');
}

function run(some: Partial<RunResult>): RunEntry {
  return {
    kind: 'run',
    trigger: 'schedule',
    profileName: 'Home',
    result: { ...RESULT, ...some },
  };
}
