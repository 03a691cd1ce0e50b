import type { KeepReason } from '../../main/shared/rotation-policy.js';

/** What becomes of a snapshot at the next backup. */
export interface Fate {
  readonly name: string;
  /** Empty: it goes. */
  readonly reasons: readonly KeepReason[];
}

export function sayFate({ reasons }: Fate): string {
  return reasons.length === 0 ? 'goes at the next backup' : `stays: ${reasons.join(', ')}`;
}

/** null: the name is no whole time stamp that a calendar knows. */
export function timeOf(name: string): Date | null {
  const date = new Date(name.replace(' ', 'T'));
  return Number.isNaN(date.getTime()) ? null : date;
}
