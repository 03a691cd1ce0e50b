import { expect, it } from 'vitest';
import { onDisk } from '../../main/domain/plug-decision.js';
import type { PlugDecision, PlugHistory } from '../../main/domain/plug-decision.js';
import type { ActiveRun, RunState } from '../../main/shared/run-state.js';
import { DEFAULT_TRIGGERS, type Triggers } from '../../main/shared/triggers.js';

const MINUTE = 60_000;
const NOW = new Date(2026, 10, 21, 14, 30).getTime();
const HOURLY: Triggers = DEFAULT_TRIGGERS;
const IDLE: RunState = { kind: 'idle', last: null };
const START: PlugDecision = { kind: 'start' };

it.each<[string, Partial<Triggers>, Partial<PlugHistory>, PlugDecision]>([
  ['there was no backup yet', {}, {}, START],
  ['the last backup is an hour old', {}, backup(60), START],
  ['the last backup is older', {}, backup(5000), START],
  [
    'the last backup is younger',
    {},
    backup(59),
    skip({ kind: 'too-soon', last: NOW - 59 * MINUTE, next: NOW + MINUTE }),
  ],
  ['each plug is to start one', { minimumIntervalMinutes: 0 }, backup(0), START],
  ['the last backup is from the future', {}, backup(-30), START],
  ['it is switched off', { onPlug: false }, {}, skip({ kind: 'switched-off' })],
  ['it is running', {}, running('system'), skip({ kind: 'running' })],
  ['another is running', {}, running('photos'), skip({ kind: 'another-running' })],
  [
    'it is running, and the last backup is recent',
    {},
    { ...backup(1), ...running('system') },
    skip({ kind: 'running' }),
  ],
])('when its disk is plugged in and %s', (_what, triggers, history, decision) => {
  const facts = { lastBackup: null, run: IDLE, ...history };
  expect(onDisk({ id: 'system' }, { ...HOURLY, ...triggers }, facts, NOW)).toEqual(decision);
});

function backup(minutesAgo: number): Partial<PlugHistory> {
  return { lastBackup: { at: NOW - minutesAgo * MINUTE, complete: true } };
}

function running(profileId: string): Partial<PlugHistory> {
  const run: ActiveRun = {
    profileId,
    startedAt: NOW,
    phase: null,
    progress: null,
    warnings: [],
    cancelling: false,
    question: null,
  };
  return { run: { kind: 'running', run } };
}

function skip(reason: Extract<PlugDecision, { kind: 'skip' }>['reason']): PlugDecision {
  return { kind: 'skip', reason };
}
