import { describe, expect, it } from 'vitest';
import { NO_RUN, nextRunState } from '../../main/domain/next-run-state.js';
import type { RunInput } from '../../main/domain/next-run-state.js';
import type { RunEnding } from '../../main/domain/run-ending.js';
import type { PassphraseEvent } from '../../main/shared/helper-protocol.js';
import type { FinishedEvent, RunEvent } from '../../main/shared/run-event.js';
import type { RunState } from '../../main/shared/run-state.js';

const STARTED: RunInput = { kind: 'started', profileId: 'home', at: 1_000 };
const ENDED: RunInput = {
  kind: 'ended',
  at: 13_000,
  ending: { kind: 'gone', detail: 'rsync: something' },
};
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

  it('asks for the passphrase until it is given, and again when it was wrong', () => {
    const first = heard({ event: 'passphrase', disk: 'blue', attempt: 1 });
    const second = heard({ event: 'passphrase', disk: 'blue', attempt: 2 });
    const answered: RunInput = { kind: 'answered' };
    expect(questionAfter(STARTED, first)).toEqual({ disk: 'blue', attempt: 1 });
    expect(questionAfter(STARTED, first, answered)).toBeNull();
    expect(questionAfter(STARTED, first, answered, second)).toEqual({ disk: 'blue', attempt: 2 });
    expect(questionAfter(STARTED, first, heard({ event: 'phase', phase: 'mount' }))).toBeNull();
  });

  it('asks no more when it is being cancelled', () => {
    const asked = heard({ event: 'passphrase', disk: 'blue', attempt: 1 });
    expect(questionAfter(STARTED, asked, CANCEL)).toBeNull();
    expect(questionAfter(STARTED, CANCEL, asked)).toBeNull();
  });

  it.each<[string, RunEnding, object]>([
    [
      'was not allowed is told with the reason',
      {
        kind: 'refused',
        failure: { code: 'not-authorized', title: 'No.', advice: '', detail: '' },
      },
      { kind: 'attention', last: { outcome: 'failed', failure: { code: 'not-authorized' } } },
    ],
    [
      'was dismissed is no failure',
      { kind: 'dismissed' },
      {
        kind: 'idle',
        last: {
          outcome: 'cancelled',
          failure: {
            title: 'Nothing was backed up: you closed the question for the password.',
          },
        },
      },
    ],
    [
      'was killed and its disk locked is told so',
      { kind: 'broken-off', leftOpen: null, detail: 'SIGKILL' },
      {
        kind: 'attention',
        last: {
          outcome: 'failed',
          safeToUnplug: true,
          failure: { code: 'run-broken-off', detail: 'SIGKILL' },
        },
      },
    ],
    [
      'was killed and whose disk stays open is told with what to do',
      {
        kind: 'broken-off',
        leftOpen: { code: 'busy', title: 'Files uses it.', advice: 'Close it.', detail: '' },
        detail: '',
      },
      {
        kind: 'attention',
        last: {
          safeToUnplug: false,
          failure: {
            code: 'run-left-disk-open',
            title:
              'The backup stopped before it was finished. Its disk is still open: Files uses it.',
            advice: 'Close it.',
          },
        },
      },
    ],
  ])('that %s', (_what, ending, state) => {
    expect(after(STARTED, { kind: 'ended', at: 13_000, ending })).toMatchObject(state);
  });

  it('that was not allowed after all when it was cancelled counts as cancelled', () => {
    const ending: RunEnding = {
      kind: 'refused',
      failure: { code: 'not-authorized', title: 'No.', advice: '', detail: '' },
    };
    expect(after(STARTED, CANCEL, { kind: 'ended', at: 13_000, ending })).toMatchObject({
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

function questionAfter(...inputs: readonly RunInput[]) {
  const state = after(...inputs);
  return state.kind === 'running' ? state.run.question : undefined;
}

function heard(event: RunEvent | PassphraseEvent): RunInput {
  return { kind: 'event', event };
}
