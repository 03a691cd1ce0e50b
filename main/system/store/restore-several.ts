import { mergeSummaries } from '../../domain/merge-restores.js';
import type { RestoreOptions, RestoreResult } from './restore-items.js';
import { finishRestore, undoRestore } from './undo-restore.js';

/** What brings back what is wanted of one snapshot. */
export type RestoreStep = (options: RestoreOptions) => Promise<RestoreResult>;

/** One step after the other; where one fails, those before it are taken back. */
export async function restoreSeveral(
  steps: readonly RestoreStep[],
  { keepReplaced = false, onProgress, ...options }: RestoreOptions,
): Promise<RestoreResult> {
  const results: RestoreResult[] = [];
  const traces = (): RestoreResult['traces'] => results.flatMap((result) => result.traces);
  const keep = keepReplaced || steps.length > 1;
  try {
    let before = 0;
    for (const step of steps) {
      let bytes = 0;
      const tell = (done: number, of: number): void => {
        bytes = of;
        onProgress?.(before + done, before + of);
      };
      results.push(await step({ ...options, onProgress: tell, keepReplaced: keep }));
      before += bytes;
    }
  } catch (error) {
    await undoRestore(traces());
    throw error;
  }
  if (!keepReplaced) await finishRestore(traces());
  return { ...mergeSummaries(results), traces: keepReplaced ? traces() : [] };
}
