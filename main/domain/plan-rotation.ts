import {
  FREQUENCIES,
  type KeepReason,
  type RotationPlan,
  type RotationPolicy,
  type RotationScheme,
} from '../shared/rotation-policy.js';
import { survivors } from './rotation-survivors.js';
import { compareSnapshotTimes, parseSnapshotName, type SnapshotTime } from './snapshot-name.js';

/** An entry beside `latest` that may be a snapshot. */
export interface RotationCandidate {
  readonly name: string;
  /** True: never removed. */
  readonly pinned: boolean;
  /** False: some files could not be read by the run that took it. */
  readonly complete: boolean;
}

interface DatedCandidate extends RotationCandidate {
  readonly time: SnapshotTime;
}

/** The scheme keeps nothing: no frequency is named, or every count is 0. */
export class EmptySchemeError extends Error {
  override readonly name = 'EmptySchemeError';

  constructor() {
    super('The rotation scheme is empty: every snapshot would be removed.');
  }
}

/**
 * Decides which snapshots survive, and says why for each.
 *
 * Windows are counted from the newest snapshot, never from the current time: a wrong clock or a
 * machine left off for a year must not delete anything. Pinned snapshots take part in the scheme
 * like all others. Reasons are listed finest frequency first, then `newest`, then `pinned`.
 *
 * An entry whose whole name is no time stamp is in neither list.
 *
 * @throws EmptySchemeError; RangeError for a count that is neither a whole number from 0 nor `always`
 */
export function planRotation(
  snapshots: readonly RotationCandidate[],
  policy: RotationPolicy,
): RotationPlan {
  checkScheme(policy.scheme);
  const candidates = datedOldestFirst(snapshots);
  const explained = explain(candidates, policy);
  return {
    keep: explained.filter(({ reasons }) => reasons.length > 0),
    remove: explained
      .filter(({ reasons }) => reasons.length === 0)
      .map(({ name }) => ({ name, reason: 'not-in-scheme' })),
  };
}

function checkScheme(scheme: RotationScheme): void {
  const counts = FREQUENCIES.map((frequency) => scheme[frequency] ?? 0);
  for (const count of counts) {
    if (count !== 'always' && !(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`${String(count)} is no number of snapshots to keep.`);
    }
  }
  if (counts.every((count) => count === 0)) {
    throw new EmptySchemeError();
  }
}

function datedOldestFirst(snapshots: readonly RotationCandidate[]): readonly DatedCandidate[] {
  const dated: DatedCandidate[] = [];
  for (const snapshot of snapshots) {
    const time = parseSnapshotName(snapshot.name);
    if (time !== null) {
      dated.push({ ...snapshot, time });
    }
  }
  return dated.sort((a, b) => compareSnapshotTimes(a.time, b.time) || compareNames(a.name, b.name));
}

/** By code unit, as rotate-backups orders two spellings of the same time. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function explain(
  candidates: readonly DatedCandidate[],
  policy: RotationPolicy,
): RotationPlan['keep'] {
  const kept = new Map(
    FREQUENCIES.map((frequency) => [frequency, new Set(survivors(candidates, frequency, policy))]),
  );
  const newest = policy.keepNewest ? candidates.findLast(({ complete }) => complete) : undefined;
  return candidates.map((candidate) => {
    const reasons: KeepReason[] = FREQUENCIES.filter((one) => kept.get(one)?.has(candidate));
    if (candidate === newest) {
      reasons.push('newest');
    }
    if (candidate.pinned) {
      reasons.push('pinned');
    }
    return { name: candidate.name, reasons };
  });
}
