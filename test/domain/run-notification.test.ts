import { describe, expect, it } from 'vitest';
import { runNotification } from '../../main/domain/run-notification.js';
import type { ActiveRun, RunResult, RunState } from '../../main/shared/run-state.js';

const CONTEXT = { profileName: 'Home', diskName: 'Blue disk', windowInSight: false };
const RUN: ActiveRun = {
  profileId: 'home',
  startedAt: 0,
  phase: null,
  progress: null,
  warnings: [],
  cancelling: false,
  question: null,
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
  safeToUnplug: null,
  keptBy: [],
};
const IDLE: RunState = { kind: 'idle', last: null };
const RUNNING: RunState = { kind: 'running', run: RUN };

describe('the notification of a run', () => {
  it('tells that it has started', () => {
    expect(runNotification(IDLE, RUNNING, CONTEXT)).toEqual({
      title: 'Home',
      body: 'The backup has started.',
      urgent: false,
    });
  });

  it('is silent while the run goes on', () => {
    const later: RunState = { kind: 'running', run: { ...RUN, phase: 'rsync' } };
    expect(runNotification(RUNNING, later, CONTEXT)).toBeNull();
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

  it.each<[Partial<RunResult>, string]>([
    [{ safeToUnplug: true }, 'Finished in 12 seconds. “Blue disk” can be unplugged.'],
    [
      { safeToUnplug: false, keptBy: ['/mnt/photos', '/dev/mapper/blue'] },
      'Finished in 12 seconds. “Blue disk” is still in use: /mnt/photos, /dev/mapper/blue.',
    ],
    [
      {
        safeToUnplug: false,
        warnings: [{ code: 'left-open', message: 'Files uses it.', files: [] }],
      },
      'Finished in 12 seconds. “Blue disk” is still in use: Files uses it.',
    ],
    [
      { outcome: 'cancelled', safeToUnplug: true },
      'The backup was cancelled. Older snapshots are not affected. “Blue disk” can be unplugged.',
    ],
  ])('tells whether the disk can be unplugged: %j', (some, body) => {
    expect(ended(some)).toMatchObject({ body });
  });

  it('does not shout when the person has closed the question for the password', () => {
    const failure = { code: 'dismissed', title: 'Nothing was backed up.', advice: '', detail: '' };
    const told = ended({ outcome: 'cancelled', failure });
    expect(told).toMatchObject({ body: 'Nothing was backed up.', urgent: false });
  });

  it.each([
    [1, null, '“&lt;b&gt;” is waiting for its passphrase.'],
    [2, null, 'This was not the passphrase of “&lt;b&gt;”.'],
    [2, 1, 'This was not the passphrase of “&lt;b&gt;”.'],
  ])('asks for the passphrase, attempt %d', (attempt, asked, body) => {
    const before = asked === null ? null : { disk: '<b>', attempt: asked };
    const told = runNotification(asking(before), asking({ disk: '<b>', attempt }), CONTEXT);
    expect(told).toEqual({ title: 'Home', body, urgent: true });
  });

  it('does not ask for a passphrase twice, nor where the window does', () => {
    const question = asking({ disk: 'Blue disk', attempt: 1 });
    const inSight = { ...CONTEXT, windowInSight: true };
    expect(runNotification(question, question, CONTEXT)).toBeNull();
    expect(runNotification(asking(null), question, inSight)).toBeNull();
    expect(runNotification(question, asking(null), CONTEXT)).toBeNull();
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

function asking(question: ActiveRun['question']): RunState {
  return { kind: 'running', run: { ...RUN, question } };
}

function ended(some: Partial<RunResult>) {
  const last = { ...RESULT, ...some };
  const kind = last.outcome === 'failed' ? 'attention' : 'idle';
  return runNotification(RUNNING, { kind, last }, CONTEXT);
}
