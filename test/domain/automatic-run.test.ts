import { describe, expect, it } from 'vitest';
import { automaticRun } from '../../main/domain/automatic-run.js';
import type { Conditions } from '../../main/domain/hold-reason.js';
import type { DiskView } from '../../main/shared/app-view.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import type { Triggers } from '../../main/shared/triggers.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date(2026, 10, 21, 18, 0).getTime();
const DAILY: Triggers = { ...DEFAULT_TRIGGERS, schedule: '0 18 * * *', scheduledSince: 1 };
const SERVED = { lastStart: NOW, failures: null };
const OWED = { lastStart: NOW - HOUR, failures: null };
const FREE: Conditions = {
  running: false,
  pausedUntil: null,
  onBattery: false,
  disk: disk('connected'),
  lastBackup: null,
};

const START = { kind: 'start', occasion: { kind: 'plug', at: NOW } };

describe('a disk that is plugged in', () => {
  it.each<[string, Partial<Triggers>, Partial<Conditions>, unknown]>([
    ['there was no backup yet', {}, {}, START],
    ['the last backup is an hour old', {}, backup(60), START],
    ['the last backup is younger', {}, backup(59), held('too-soon')],
    ['each plug is to start one', { minimumIntervalMinutes: 0 }, backup(0), START],
    ['the last backup is from the future', {}, backup(-30), START],
    ['it is switched off', { onPlug: false }, {}, { kind: 'nothing' }],
    ['another is running', {}, { running: true }, held('another-running')],
    ['backups are paused', {}, { pausedUntil: NOW + HOUR }, held('paused')],
    ['the pause is over', {}, { pausedUntil: NOW }, START],
    ['it was unplugged again', {}, { disk: disk('not-connected') }, held('disk-missing')],
  ])('when %s', (_when, triggers, conditions, decision) => {
    const run = automaticRun(
      { ...DEFAULT_TRIGGERS, ...triggers },
      { lastStart: null, failures: null },
      NOW,
      { ...FREE, ...conditions },
      NOW,
    );
    expect(run.decision).toMatchObject(decision as object);
  });

  it('and is due by its schedule starts however recent the last backup is', () => {
    const { decision } = automaticRun(DAILY, OWED, NOW, { ...FREE, ...backup(1) }, NOW);
    expect(decision).toEqual({ kind: 'start', occasion: { kind: 'schedule', at: NOW } });
  });
});

describe('a schedule', () => {
  it('starts when it is time, and not before', () => {
    expect(automaticRun(DAILY, OWED, null, FREE, NOW).decision.kind).toBe('start');
    expect(automaticRun(DAILY, SERVED, null, FREE, NOW).decision.kind).toBe('nothing');
  });

  it.each<[Partial<Triggers>, Partial<Conditions>, string]>([
    [{ onBattery: false }, { onBattery: true }, 'on-battery'],
    [{}, { pausedUntil: NOW + 1 }, 'paused'],
    [{}, { running: true }, 'another-running'],
    [{}, { disk: disk('not-connected'), pausedUntil: NOW + 1 }, 'disk-missing'],
  ])('is held back: %j, %j', (triggers, conditions, reason) => {
    const run = automaticRun(
      { ...DAILY, ...triggers },
      OWED,
      null,
      { ...FREE, ...conditions },
      NOW,
    );
    expect(run.decision).toMatchObject({ kind: 'hold', reason });
  });

  it('runs on a battery unless it is not to', () => {
    const { decision } = automaticRun(DAILY, OWED, null, { ...FREE, onBattery: true }, NOW);
    expect(decision.kind).toBe('start');
  });

  it('is looked at again when the pause is over', () => {
    const paused = { ...FREE, pausedUntil: NOW + 5 };
    expect(automaticRun(DAILY, OWED, null, paused, NOW).next).toBe(NOW + 5);
  });

  it('is looked at again while the computer runs on its battery', () => {
    const triggers = { ...DEFAULT_TRIGGERS, onBattery: false };
    const conditions = { ...FREE, onBattery: true };
    const { decision, next } = automaticRun(triggers, SERVED, NOW, conditions, NOW);
    expect(decision).toMatchObject({ kind: 'hold', reason: 'on-battery' });
    expect(next).toBe(NOW + 5 * MINUTE);
  });

  it('is not held back by a pause that no clock that is right could show', () => {
    const paused = { ...FREE, pausedUntil: NOW + 25 * HOUR };
    expect(automaticRun(DAILY, OWED, null, paused, NOW).decision.kind).toBe('start');
  });
});

function held(reason: string) {
  return { kind: 'hold', reason };
}

function backup(minutesAgo: number): Partial<Conditions> {
  return { lastBackup: { at: NOW - minutesAgo * MINUTE, complete: true } };
}

function disk(state: DiskView['state']): DiskView {
  return { name: 'Blue disk', state, encrypted: true, lockable: false, readable: false };
}
