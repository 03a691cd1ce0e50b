import type { Safety } from '../shared/app-view.js';

const DAY = 24 * 60 * 60 * 1000;

/** Without a schedule a backup a day is what a person may expect. */
const EXPECTED_INTERVAL = DAY;

/**
 * Whether what a profile protects is safe now: by its last good backup, in milliseconds since the
 * epoch, and by whether a later run failed.
 */
export function safetyOf(lastBackup: number | null, lastRunFailed: boolean, now: number): Safety {
  if (lastRunFailed) return { kind: 'failed', since: lastBackup };
  if (lastBackup === null) return { kind: 'never' };
  const age = now - lastBackup;
  if (age <= EXPECTED_INTERVAL) return { kind: 'safe', since: lastBackup };
  return { kind: age <= 3 * EXPECTED_INTERVAL ? 'late' : 'stale', since: lastBackup };
}
