import { describe, expect, it } from 'vitest';
import {
  EmptySchemeError,
  planRotation,
  type RotationCandidate,
} from '../../main/domain/plan-rotation.js';
import type {
  KeepReason,
  RetentionCount,
  RotationPolicy,
  RotationScheme,
} from '../../main/shared/rotation-policy.js';

const STRICT: RotationPolicy = { scheme: {}, strict: true, preferRecent: false, keepNewest: false };

describe('planRotation', () => {
  it('keeps the oldest of each period', () => {
    const names = ['2026-01-01 08:00:00', '2026-01-01 20:00:00', '2026-01-02 08:00:00'];
    expect(kept(names, { daily: 2 })).toEqual({
      '2026-01-01 08:00:00': ['daily'],
      '2026-01-02 08:00:00': ['daily'],
    });
  });

  it('keeps the newest of each period on request', () => {
    const names = ['2026-01-01 08:00:00', '2026-01-01 20:00:00', '2026-01-02 08:00:00'];
    expect(kept(names, { daily: 2 }, { preferRecent: true })).toEqual({
      '2026-01-01 20:00:00': ['daily'],
      '2026-01-02 08:00:00': ['daily'],
    });
  });

  it('lists every reason, the finest frequency first, then newest, then pinned', () => {
    const only = { name: '2026-01-01', pinned: true, complete: true };
    const scheme: RotationScheme = { yearly: 1, daily: 1, weekly: 1 };
    const { keep } = planRotation([only], { ...STRICT, scheme, keepNewest: true });
    expect(keep).toEqual([
      { name: '2026-01-01', reasons: ['daily', 'weekly', 'yearly', 'newest', 'pinned'] },
    ]);
  });

  it('says why a snapshot is removed', () => {
    const names = ['2026-01-01', '2026-01-03'];
    expect(planRotation(names.map(unpinned), { ...STRICT, scheme: { daily: 1 } })).toEqual({
      keep: [{ name: '2026-01-03', reasons: ['daily'] }],
      remove: [{ name: '2026-01-01', reason: 'not-in-scheme' }],
    });
  });

  it.each<{ newest: string; scheme: RotationScheme; start: string; before: string }>([
    { newest: '2024-04-30', scheme: { monthly: 2 }, start: '2024-02-29', before: '2024-02-28' },
    { newest: '2023-03-31', scheme: { monthly: 4 }, start: '2022-11-30', before: '2022-11-29' },
    { newest: '2024-02-29', scheme: { yearly: 2 }, start: '2022-02-28', before: '2022-02-27' },
  ])('starts the window $scheme before $newest on $start', ({ newest, scheme, start, before }) => {
    expect(Object.keys(kept([start, newest], scheme))).toEqual([start, newest]);
    expect(Object.keys(kept([before, newest], scheme))).toEqual([newest]);
  });

  it('counts a snapshot of exactly the second in which a window starts', () => {
    const inside = ['2026-01-01 12:00:00', '2026-01-02 00:00:00', '2026-01-03 12:00:00'];
    expect(Object.keys(kept(inside, { daily: 2 }))).toEqual(inside.slice(1));
    expect(Object.keys(kept(inside, { daily: 3 }))).toEqual(inside);
    const outside = ['2026-01-01 11:59:59', '2026-01-03 12:00:00'];
    expect(Object.keys(kept(outside, { daily: 2 }))).toEqual(outside.slice(1));
  });

  it('loses a period whose oldest snapshot lies before the window', () => {
    const names = ['2026-01-01 08:00:00', '2026-01-01 20:00:00', '2026-01-02 12:00:00'];
    expect(kept(names, { daily: 1 })).toEqual({ '2026-01-02 12:00:00': ['daily'] });
  });

  it('counts back over gaps where it is not strict', () => {
    const names = ['2020-05-01', '2023-07-01', '2026-01-01'];
    expect(Object.keys(kept(names, { hourly: 2 }, { strict: false }))).toEqual(names.slice(1));
  });

  it('counts a week that spans New Year once', () => {
    const names = ['2025-12-22', '2025-12-29', '2026-01-02'];
    expect(kept(names, { weekly: 2 }, { preferRecent: true })).toEqual({
      '2025-12-22': ['weekly'],
      '2026-01-02': ['weekly'],
    });
  });

  it('tells week 1 of two years apart that one calendar year holds', () => {
    const names = ['2024-01-02', '2024-12-30'];
    expect(Object.keys(kept(names, { weekly: 'always' }))).toEqual(names);
  });

  it('takes two spellings of the same time in the order of their names', () => {
    const names = ['20260101', '2026-01-01 00:00', '2026-01-01'];
    expect(Object.keys(kept(names, { daily: 1 }))).toEqual(['2026-01-01']);
    expect(Object.keys(kept(names, { daily: 1 }, { preferRecent: true }))).toEqual(['20260101']);
  });

  it('leaves out everything that is no snapshot', () => {
    const names = ['latest', '.rsync-system-backup', 'photos 2019-07-01', '2023-13-45'];
    expect(planRotation(names.map(unpinned), { ...STRICT, scheme: { daily: 1 } })).toEqual({
      keep: [],
      remove: [],
    });
  });
});

describe('planRotation with keepNewest', () => {
  const policy: RotationPolicy = { ...STRICT, scheme: { daily: 1 }, keepNewest: true };

  it('keeps the newest snapshot that the scheme would lose', () => {
    const names = ['2026-01-01 08:00:00', '2026-01-01 20:00:00'];
    expect(planRotation(names.map(unpinned), policy).keep).toEqual([
      { name: '2026-01-01 08:00:00', reasons: ['daily'] },
      { name: '2026-01-01 20:00:00', reasons: ['newest'] },
    ]);
  });

  it('counts windows from the newest snapshot, but keeps the newest complete one', () => {
    const snapshots = [
      unpinned('2026-01-01'),
      unpinned('2026-01-05'),
      { ...unpinned('2026-01-09'), complete: false },
    ];
    expect(planRotation(snapshots, policy).keep).toEqual([
      { name: '2026-01-05', reasons: ['newest'] },
      { name: '2026-01-09', reasons: ['daily'] },
    ]);
  });

  it('keeps nothing beside the scheme where no snapshot is complete', () => {
    const snapshots = ['2026-01-01 08:00:00', '2026-01-01 20:00:00'].map((name) => ({
      ...unpinned(name),
      complete: false,
    }));
    expect(planRotation(snapshots, policy).keep).toEqual([
      { name: '2026-01-01 08:00:00', reasons: ['daily'] },
    ]);
  });
});

describe('planRotation with pins', () => {
  it('lets a pinned snapshot represent its period like any other', () => {
    const snapshots = [
      { ...unpinned('2026-01-01 08:00:00'), pinned: true },
      unpinned('2026-01-01 20:00:00'),
    ];
    expect(planRotation(snapshots, { ...STRICT, scheme: { daily: 1 } })).toEqual({
      keep: [{ name: '2026-01-01 08:00:00', reasons: ['daily', 'pinned'] }],
      remove: [{ name: '2026-01-01 20:00:00', reason: 'not-in-scheme' }],
    });
  });
});

describe('planRotation with a scheme that keeps nothing', () => {
  it.each<{ scheme: RotationScheme }>([
    { scheme: {} },
    { scheme: { daily: 0 } },
    { scheme: { daily: 0, monthly: 0 } },
  ])('refuses $scheme', ({ scheme }) => {
    expect(() => planRotation([], { ...STRICT, scheme })).toThrow(EmptySchemeError);
  });

  it('keeps none of a frequency whose count is 0', () => {
    const names = ['2026-01-01 08:00:00', '2026-01-01 20:00:00'];
    expect(kept(names, { hourly: 0, daily: 1 })).toEqual({ '2026-01-01 08:00:00': ['daily'] });
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the count %d', (count) => {
    const scheme: RotationScheme = { daily: count satisfies RetentionCount };
    expect(() => planRotation([], { ...STRICT, scheme })).toThrow(RangeError);
  });
});

function unpinned(name: string): RotationCandidate {
  return { name, pinned: false, complete: true };
}

function kept(
  names: readonly string[],
  scheme: RotationScheme,
  rules: Partial<RotationPolicy> = {},
): Readonly<Record<string, readonly KeepReason[]>> {
  const { keep } = planRotation(names.map(unpinned), { ...STRICT, ...rules, scheme });
  return Object.fromEntries(keep.map(({ name, reasons }) => [name, reasons]));
}
