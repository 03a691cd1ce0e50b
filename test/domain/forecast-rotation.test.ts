import { describe, expect, it } from 'vitest';
import { forecastRotation } from '../../main/domain/forecast-rotation.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';

const daily = (count: number) =>
  Array.from({ length: count }, (_, day) => ({
    ...{ name: `2026-01-${String(day + 1).padStart(2, '0')} 08:00:00` },
    ...{ pinned: false, complete: true },
  }));

describe('the forecast', () => {
  const policy = { ...DEFAULT_ROTATION_POLICY, scheme: { daily: 7 } };

  it('says how many a policy will have left at the present pace', () => {
    expect(forecastRotation(daily(3), policy, 30)).toBe(7);
    expect(forecastRotation(daily(3), policy, 2)).toBe(5);
  });

  it('counts what is kept for ever', () => {
    const always = { ...policy, scheme: { monthly: 'always' as const } };
    // The oldest of each month, and the newest of all.
    expect(forecastRotation(daily(10), always, 365)).toBe(14);
  });

  it('is not made from too little', () => {
    expect(forecastRotation(daily(1), policy, 30)).toBe(null);
    expect(forecastRotation([], policy, 30)).toBe(null);
  });
});
