import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planRotation } from '../../main/domain/plan-rotation.js';
import type { Frequency, RotationScheme } from '../../main/shared/rotation-policy.js';

/** One case computed with rotate-backups 8.1, whose `collected` are the snapshots, oldest first. */
interface RotationVector {
  readonly names: readonly string[];
  readonly scheme: RotationScheme;
  readonly strict: boolean;
  readonly preferRecent: boolean;
  readonly collected: readonly string[];
  readonly preserved: Readonly<Record<string, readonly Frequency[]>>;
}

const file = new URL('../fixtures/rotation-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly RotationVector[];

describe('planRotation agrees with rotate-backups', () => {
  it('in 150 cases', () => {
    expect(vectors).toHaveLength(150);
  });

  it.each(vectors.map((vector, index) => ({ index, vector })))('in case $index', ({ vector }) => {
    const { names, scheme, strict, preferRecent, collected, preserved } = vector;
    const candidates = names.map((name) => ({ name, pinned: false, complete: true }));
    const plan = planRotation(candidates, { scheme, strict, preferRecent, keepNewest: false });
    const isPreserved = (name: string): boolean => name in preserved;
    expect(plan).toEqual({
      keep: collected.filter(isPreserved).map((name) => ({ name, reasons: preserved[name] })),
      remove: collected
        .filter((name) => !isPreserved(name))
        .map((name) => ({ name, reason: 'not-in-scheme' })),
    });
  });
});
