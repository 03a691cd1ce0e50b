import { describe, expect, it } from 'vitest';
import { isWanted } from '../../main/domain/notification.js';
import { runNotification } from '../../main/domain/run-notification.js';
import type { NotificationContext } from '../../main/domain/run-notification.js';
import type { DiskView } from '../../main/shared/app-view.js';
import type { ActiveRun, RunResult, RunState } from '../../main/shared/run-state.js';

const BLUE: DiskView = {
  name: 'Blue disk',
  state: 'open',
  encrypted: true,
  lockable: true,
  readable: true,
};
const CONTEXT: NotificationContext = {
  profileId: 'home',
  profileName: 'Home',
  disk: BLUE,
  windowInSight: false,
  triedAgain: false,
};
const OPEN = { kind: 'open', place: { page: 'overview', profileId: 'home' } };
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
      about: 'run of home',
      title: 'Home',
      body: 'The backup has started.',
      urgency: 'normal',
      problem: false,
      actions: [OPEN],
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
    expect(ended(some)).toMatchObject({ body, urgency: 'normal' });
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
    expect(told).toMatchObject({ body: 'Nothing was backed up.', urgency: 'normal' });
  });

  it.each([
    [1, null, '“<b>” is waiting for its passphrase.'],
    [2, null, 'This was not the passphrase of “<b>”.'],
    [2, 1, 'This was not the passphrase of “<b>”.'],
  ])('asks for the passphrase, attempt %d', (attempt, asked, body) => {
    const before = asked === null ? null : { disk: '<b>', attempt: asked };
    const told = runNotification(asking(before), asking({ disk: '<b>', attempt }), CONTEXT);
    expect(told).toMatchObject({ title: 'Home', body, urgency: 'critical', problem: true });
  });

  it('does not ask for a passphrase twice, nor where the window does', () => {
    const question = asking({ disk: 'Blue disk', attempt: 1 });
    const inSight = { ...CONTEXT, windowInSight: true };
    expect(runNotification(question, question, CONTEXT)).toBeNull();
    expect(runNotification(asking(null), question, inSight)).toBeNull();
    expect(runNotification(question, asking(null), CONTEXT)).toBeNull();
  });

  const DISK_FULL = {
    code: 'disk-full',
    title: 'There is no room left on “<b>R&D</b>”.',
    advice: 'Connect a larger disk.',
    detail: '',
  };

  it('tells why it failed and what to do, and offers to try again', () => {
    expect(ended({ outcome: 'failed', failure: DISK_FULL })).toEqual({
      about: 'run of home',
      title: 'Home',
      body: 'There is no room left on “<b>R&D</b>”. Connect a larger disk.',
      urgency: 'critical',
      problem: true,
      actions: [OPEN, { kind: 'retry', profileId: 'home' }],
    });
  });

  it('does not call for a person where it is tried again by itself', () => {
    const told = ended({ outcome: 'failed', failure: DISK_FULL }, { triedAgain: true });
    expect(told).toMatchObject({ urgency: 'normal', problem: true });
    expect(told?.body).toContain('It will be tried again.');
  });

  it('offers to lock a disk that is still open', () => {
    const lock = { kind: 'lock', profileId: 'home', label: 'Lock “Blue disk”' };
    expect(ended({ safeToUnplug: false })?.actions).toEqual([OPEN, lock]);
    expect(ended({ safeToUnplug: true })?.actions).toEqual([OPEN]);
    expect(ended({}, { disk: { ...BLUE, lockable: false } })?.actions).toEqual([OPEN]);
    expect(ended({}, { disk: null })?.actions).toEqual([OPEN]);
  });

  it('is for those who want to hear of it', () => {
    const started = runNotification(IDLE, RUNNING, CONTEXT);
    const failed = ended({ outcome: 'failed' });
    const wanted = (['all', 'problems', 'none'] as const).map((choice) =>
      [started, failed].map((text) => text !== null && isWanted(text, choice)),
    );
    expect(wanted).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });
});

function asking(question: ActiveRun['question']): RunState {
  return { kind: 'running', run: { ...RUN, question } };
}

function ended(some: Partial<RunResult>, context: Partial<NotificationContext> = {}) {
  const last = { ...RESULT, ...some };
  const kind = last.outcome === 'failed' ? 'attention' : 'idle';
  return runNotification(RUNNING, { kind, last }, { ...CONTEXT, ...context });
}
