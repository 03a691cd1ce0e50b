import { describe, expect, it } from 'vitest';
import { runNotification } from '../../main/domain/run-notification.js';
import type { ActiveRun, RunResult, RunState } from '../../main/shared/run-state.js';

const RUN: ActiveRun = {
  profileId: 'home',
  startedAt: 0,
  phase: null,
  progress: null,
  warnings: [],
  cancelling: false,
};
const RESULT: RunResult = {
  profileId: 'home',
  startedAt: 0,
  finishedAt: 12_000,
  outcome: 'complete',
  seconds: 12.4,
  snapshot: 'x',
  changes: null,
  warnings: [],
  removedSnapshots: 0,
  failure: null,
};
const IDLE: RunState = { kind: 'idle', last: null };
const RUNNING: RunState = { kind: 'running', run: RUN };

describe('the notification of a run', () => {
  it('tells that it has started', () => {
    expect(runNotification(IDLE, RUNNING, 'Home')).toEqual({
      title: 'Home',
      body: 'The backup has started.',
      urgent: false,
    });
  });

  it('is silent while the run goes on', () => {
    const later: RunState = { kind: 'running', run: { ...RUN, phase: 'rsync' } };
    expect(runNotification(RUNNING, later, 'Home')).toBeNull();
  });

  it.each<[Partial<RunResult>, string]>([
    [{}, 'Finished in 12 seconds.'],
    [{ outcome: 'cancelled' }, 'The backup was cancelled. Older snapshots are not affected.'],
    [
      {
        outcome: 'warnings',
        warnings: [{ code: 'files-unreadable', message: '', files: ['a', 'b'] }],
      },
      'Finished in 12 seconds, but 2 files were not backed up.',
    ],
  ])('tells how it ended: %j', (some, body) => {
    expect(ended(some)).toMatchObject({ body, urgent: false });
  });

  it('tells why it failed and what to do, and lets no name become markup', () => {
    const failure = {
      code: 'disk-full',
      title: 'There is no room left on “<b>R&D</b>”.',
      advice: 'Connect a larger disk.',
      detail: '',
    };
    expect(ended({ outcome: 'failed', failure })).toEqual({
      title: 'Home',
      body: 'There is no room left on “&lt;b&gt;R&amp;D&lt;/b&gt;”. Connect a larger disk.',
      urgent: true,
    });
  });
});

function ended(some: Partial<RunResult>) {
  const last = { ...RESULT, ...some };
  const kind = last.outcome === 'failed' ? 'attention' : 'idle';
  return runNotification(RUNNING, { kind, last }, 'Home');
}
