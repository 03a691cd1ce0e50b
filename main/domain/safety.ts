import type { Safety } from '../shared/app-view.js';

const DAY = 24 * 60 * 60 * 1000;

/** Without a schedule a backup a day is what a person may expect. */
const EXPECTED_INTERVAL = DAY;

/** A backup that was taken, whole or but for some files. */
export interface LastBackup {
  /** Milliseconds since the epoch; what changed later may be missing. */
  readonly at: number;
  /** False: some files could not be read. */
  readonly complete: boolean;
}

/** Whether what a profile protects is safe now. */
export function safetyOf(last: LastBackup | null, laterRunFailed: boolean, now: number): Safety {
  const since = last?.at ?? null;
  if (laterRunFailed) return { kind: 'failed', since };
  if (last === null || since === null) return { kind: 'never' };
  const age = now - since;
  if (age > 3 * EXPECTED_INTERVAL) return { kind: 'stale', since };
  if (age > EXPECTED_INTERVAL) return { kind: 'late', since };
  return { kind: last.complete ? 'safe' : 'incomplete', since };
}
