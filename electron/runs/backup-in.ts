import type { LastBackup } from '../../main/domain/safety.js';
import type { RunResult } from '../../main/shared/run-state.js';

/** The backup that a run has made; null: it has made none. */
export function backupIn({ outcome, startedAt, warnings }: RunResult): LastBackup | null {
  if (outcome !== 'complete' && outcome !== 'warnings') return null;
  const complete = warnings.every(
    ({ code }) => code !== 'files-unreadable' && code !== 'files-not-written',
  );
  // What changed while the run went on may be missing from it.
  return { at: startedAt, complete };
}
