import { describe, expect, it } from 'vitest';
import { automaticRun } from '../../main/domain/automatic-run.js';
import type { Conditions, RemoteConditions } from '../../main/domain/hold-reason.js';
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
  remote: null,
  lastBackup: null,
};

const ON_NETWORKS: Partial<Triggers> = { networks: ['Home', 'Office'] };
const UNKNOWN: RemoteConditions = { networks: null, answer: null, canBeAsked: true };

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

describe('a backup to another machine', () => {
  const ASK = { kind: 'ask-host' };
  const STARTS = { kind: 'start' };

  it.each<[string, Partial<Triggers>, Partial<RemoteConditions>, Partial<Conditions>, unknown]>([
    ['nobody has asked its host', {}, {}, {}, ASK],
    ['its host has just answered', {}, answer(true, 0.5), {}, STARTS],
    ['its host has answered a while ago', {}, answer(true, 1), {}, ASK],
    ['its host did not answer', {}, answer(false, 9), {}, held('host-silent')],
    ['it is time to ask again', {}, answer(false, 10), {}, ASK],
    ['the clock was set back since', {}, answer(false, -5), {}, ASK],
    ['its host is no matter', { whenHostAnswers: false }, answer(false, 1), {}, STARTS],
    ['only root knows the way', {}, { canBeAsked: false }, {}, STARTS],
    [
      'only root knows, and another asked',
      {},
      { canBeAsked: false, ...answer(false, 1) },
      {},
      STARTS,
    ],
    ['another is running', {}, {}, { running: true }, held('another-running')],
    ['backups are paused', {}, {}, { pausedUntil: NOW + 1 }, held('paused')],
    ['it is on its network', ON_NETWORKS, { networks: ['Home', 'VPN'] }, {}, ASK],
    ['it is on another one', ON_NETWORKS, { networks: ['Train'] }, {}, held('other-network')],
    ['it is on none', ON_NETWORKS, { networks: [] }, {}, held('other-network')],
    ['nobody tells its network', ON_NETWORKS, { networks: null }, {}, ASK],
    ['every network will do', {}, { networks: [] }, {}, ASK],
  ])('when %s', (_when, triggers, remote, conditions, decision) => {
    const run = automaticRun(
      { ...DAILY, ...triggers },
      OWED,
      null,
      { ...FREE, disk: null, remote: { ...UNKNOWN, ...remote }, ...conditions },
      NOW,
    );
    expect(run.decision).toMatchObject(decision as object);
  });

  it('asks its host again after ten minutes, and for each time of the schedule once', () => {
    const remote = { ...UNKNOWN, ...answer(false, 4) };
    const silent = automaticRun(DAILY, OWED, null, { ...FREE, disk: null, remote }, NOW);
    expect(silent.next).toBe(NOW + 6 * MINUTE);
    expect(silent.decision).toMatchObject({ occasion: { kind: 'schedule', at: NOW } });
    const later = NOW + 6 * MINUTE;
    const again = automaticRun(DAILY, OWED, null, { ...FREE, disk: null, remote }, later);
    expect(again.decision).toMatchObject({ kind: 'ask-host', occasion: { at: NOW } });
  });

  it('that nothing is due for asks nobody', () => {
    const conditions = { ...FREE, disk: null, remote: UNKNOWN };
    expect(automaticRun(DAILY, SERVED, null, conditions, NOW).decision.kind).toBe('nothing');
  });
});

function answer(answers: boolean, minutesAgo: number): Partial<RemoteConditions> {
  return { answer: { answers, at: NOW - minutesAgo * MINUTE } };
}

function held(reason: string) {
  return { kind: 'hold', reason };
}

function backup(minutesAgo: number): Partial<Conditions> {
  return { lastBackup: { at: NOW - minutesAgo * MINUTE, complete: true } };
}

function disk(state: DiskView['state']): DiskView {
  return { name: 'Blue disk', state, encrypted: true, lockable: false, readable: false };
}
