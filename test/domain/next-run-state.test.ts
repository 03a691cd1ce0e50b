import { describe, expect, it } from 'vitest';
import { NO_RUN, nextRunState } from '../../main/domain/next-run-state.js';
import type { RunInput } from '../../main/domain/next-run-state.js';
import type { FinishedEvent, RunEvent } from '../../main/shared/run-event.js';
import type { RunState } from '../../main/shared/run-state.js';

const STARTED: RunInput = { kind: 'started', profileId: 'home', at: 1_000 };
const ENDED: RunInput = { kind: 'ended', at: 13_000, detail: 'rsync: something' };
const CANCEL: RunInput = { kind: 'cancel' };
const FINISHED: FinishedEvent = {
  event: 'finished',
  outcome: 'complete',
  seconds: 12,
  snapshot: '2026-11-21 19:36:28',
  changes: { created: 1, changed: 2, deleted: 3, bytes: 4 },
  destinationId: 'id',
  safeToUnplug: null,
};

describe('the state of a run', () => {
  it('is idle until a run starts', () => {
    expect(after()).toEqual({ kind: 'idle', last: null });
    expect(after(heard(FINISHED), ENDED, CANCEL)).toEqual({ kind: 'idle', last: null });
  });

  it('follows phases and progress', () => {
    const progress = { bytes: 10, percent: 5, bytesPerSecond: 2, secondsLeft: 9, files: 1 };
    const inputs = [STARTED, heard({ event: 'phase', phase: 'rsync' })];
    expect(after(...inputs, heard({ event: 'progress', ...progress }))).toMatchObject({
      kind: 'running',
      run: { profileId: 'home', startedAt: 1_000, phase: 'rsync', progress },
    });
  });

  it('forgets the progress of a phase when the next begins', () => {
    const progress = { bytes: 10, percent: 5, bytesPerSecond: 2, secondsLeft: 9, files: 1 };
    const state = after(
      STARTED,
      heard({ event: 'progress', ...progress }),
      heard({ event: 'phase', phase: 'snapshot' }),
    );
    expect(state).toMatchObject({ run: { phase: 'snapshot', progress: null } });
  });

  it('is running until the process has gone, whatever the run says', () => {
    expect(after(STARTED, heard(FINISHED)).kind).toBe('running');
    expect(after(STARTED, heard(FINISHED), ENDED).kind).toBe('idle');
  });

  it('remembers how the run ended', () => {
    const warning = { code: 'files-vanished', message: '1 file vanished.', files: ['a'] } as const;
    const state = after(
      STARTED,
      heard({ event: 'warning', ...warning }),
      heard({
        event: 'rotation',
        keep: [],
        remove: [{ name: 'old', reason: 'not-in-scheme' }],
      }),
      heard(FINISHED),
      ENDED,
    );
    expect(state).toMatchObject({
      last: {
        outcome: 'complete',
        finishedAt: 13_000,
        snapshot: '2026-11-21 19:36:28',
        warnings: [warning],
        removedSnapshots: 1,
        failure: null,
      },
    });
  });

  it('asks for attention after a failure, with the reason that the run gave', () => {
    const state = after(
      STARTED,
      heard({ event: 'error', code: 'disk-full', message: 'Full.', advice: 'Free.', detail: 'x' }),
      heard({ ...FINISHED, outcome: 'failed', snapshot: null, changes: null }),
      ENDED,
    );
    expect(state).toMatchObject({
      kind: 'attention',
      last: { failure: { code: 'disk-full', title: 'Full.', advice: 'Free.', detail: 'x' } },
    });
  });

  it('counts a process that goes without a word as a failure, with what it wrote', () => {
    expect(after(STARTED, ENDED)).toMatchObject({
      kind: 'attention',
      last: {
        outcome: 'failed',
        seconds: 12,
        failure: { code: 'run-broken-off', detail: 'rsync: something' },
      },
    });
  });

  it('counts a process that goes without a word after a cancel as cancelled', () => {
    expect(after(STARTED, CANCEL)).toMatchObject({ run: { cancelling: true } });
    expect(after(STARTED, CANCEL, ENDED)).toMatchObject({
      kind: 'idle',
      last: { outcome: 'cancelled', failure: null },
    });
  });

  it('starts every run without what the last one left', () => {
    expect(after(STARTED, ENDED, { ...STARTED, profileId: 'other' })).toMatchObject({
      kind: 'running',
      run: { profileId: 'other', warnings: [], cancelling: false },
    });
  });
});

function after(...inputs: readonly RunInput[]): RunState {
  return inputs.reduce(nextRunState, NO_RUN).state;
}

function heard(event: RunEvent): RunInput {
  return { kind: 'event', event };
}
