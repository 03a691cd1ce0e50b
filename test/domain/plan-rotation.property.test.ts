import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRotation, type RotationCandidate } from '../../main/domain/plan-rotation.js';
import { formatSnapshotName, parseSnapshotName } from '../../main/domain/snapshot-name.js';
import {
  FREQUENCIES,
  type Frequency,
  type RetentionCount,
  type RotationPlan,
  type RotationPolicy,
  type RotationScheme,
} from '../../main/shared/rotation-policy.js';
import { anyRecentSnapshotTime } from './any-snapshot-time.js';

const anyName = fc.oneof(
  { weight: 9, arbitrary: anyRecentSnapshotTime.map(formatSnapshotName) },
  {
    weight: 3,
    arbitrary: anyRecentSnapshotTime.map((time) => formatSnapshotName(time).slice(0, 10)),
  },
  { weight: 1, arbitrary: fc.string() },
);

const anyCandidates = fc.uniqueArray(
  fc.record<RotationCandidate>({ name: anyName, pinned: mostly(false), complete: mostly(true) }),
  { selector: ({ name }) => name, maxLength: 60 },
);

const anyCount: fc.Arbitrary<RetentionCount> = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.constant('always' as const),
);

const anyScheme: fc.Arbitrary<RotationScheme> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...FREQUENCIES), anyCount), {
    selector: ([frequency]: readonly [Frequency, RetentionCount]) => frequency,
  })
  .filter((counts) => counts.some(([, count]) => count !== 0))
  .map((counts) => Object.fromEntries(counts));

const anyPolicy: fc.Arbitrary<RotationPolicy> = fc.record({
  scheme: anyScheme,
  strict: fc.boolean(),
  preferRecent: fc.boolean(),
  keepNewest: fc.boolean(),
});

describe('whatever the snapshots and the policy, a plan', () => {
  holds(
    'keeps or removes each snapshot, oldest first, and touches nothing else',
    (snapshots, policy) => {
      const plan = planRotation(snapshots, policy);
      const dated = snapshots
        .map(({ name }) => name)
        .filter((name) => parseSnapshotName(name) !== null);
      expect([...keptNames(plan), ...removedNames(plan)].toSorted()).toEqual(dated.toSorted());
      expect(new Set([...keptNames(plan), ...removedNames(plan)]).size).toBe(dated.length);
    },
  );

  holds('never removes a pinned snapshot', (snapshots, policy) => {
    const removed = new Set(removedNames(planRotation(snapshots, policy)));
    expect(snapshots.filter(({ name, pinned }) => pinned && removed.has(name))).toEqual([]);
  });

  holds(
    'never removes the newest complete snapshot where keepNewest is on',
    (snapshots, policy) => {
      const plan = planRotation(snapshots, { ...policy, keepNewest: true });
      const complete = snapshots.filter(
        (one) => one.complete && parseSnapshotName(one.name) !== null,
      );
      const newest = planRotation(complete, { ...policy, keepNewest: true }).keep.at(-1);
      expect(keptNames(plan)).toEqual(
        expect.arrayContaining(newest === undefined ? [] : [newest.name]),
      );
    },
  );

  holds('gives a reason for whatever it keeps', (snapshots, policy) => {
    expect(planRotation(snapshots, policy).keep.filter((one) => one.reasons.length === 0)).toEqual(
      [],
    );
  });

  holds('removes nothing when it is made again for what it kept', (snapshots, policy) => {
    const kept = new Set(keptNames(planRotation(snapshots, policy)));
    const left = snapshots.filter(({ name }) => kept.has(name));
    expect(removedNames(planRotation(left, policy))).toEqual([]);
  });

  it('does not depend on the order of the snapshots', () => {
    const shuffled = anyCandidates.chain((snapshots) =>
      fc.tuple(
        fc.constant(snapshots),
        fc.shuffledSubarray(snapshots, { minLength: snapshots.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, anyPolicy, ([snapshots, others], policy) => {
        expect(planRotation(others, policy)).toEqual(planRotation(snapshots, policy));
      }),
    );
  });
});

function holds(
  title: string,
  check: (snapshots: readonly RotationCandidate[], policy: RotationPolicy) => void,
): void {
  it(title, () => {
    fc.assert(fc.property(anyCandidates, anyPolicy, check), { numRuns: 300 });
  });
}

function mostly(value: boolean): fc.Arbitrary<boolean> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constant(!value) },
  );
}

function keptNames(plan: RotationPlan): readonly string[] {
  return plan.keep.map(({ name }) => name);
}

function removedNames(plan: RotationPlan): readonly string[] {
  return plan.remove.map(({ name }) => name);
}
