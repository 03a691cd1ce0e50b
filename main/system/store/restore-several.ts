import { mergeSummaries } from '../../domain/merge-restores.js';
import {
  restoreItems,
  type RestoreOptions,
  type RestoreOrder,
  type RestoreResult,
} from './restore-items.js';
import { finishRestore, undoRestore } from './undo-restore.js';

/** As restoreItems, from several snapshots one after the other: where one fails, those before it are taken back. */
export async function restoreSeveral(
  orders: readonly RestoreOrder[],
  { keepReplaced = false, onProgress, ...options }: RestoreOptions,
): Promise<RestoreResult> {
  const results: RestoreResult[] = [];
  const traces = (): RestoreResult['traces'] => results.flatMap((result) => result.traces);
  const keep = keepReplaced || orders.length > 1;
  try {
    let before = 0;
    for (const order of orders) {
      let bytes = 0;
      const tell = (done: number, of: number): void => {
        bytes = of;
        onProgress?.(before + done, before + of);
      };
      results.push(await restoreItems(order, { ...options, onProgress: tell, keepReplaced: keep }));
      before += bytes;
    }
  } catch (error) {
    await undoRestore(traces());
    throw error;
  }
  if (!keepReplaced) await finishRestore(traces());
  return { ...mergeSummaries(results), traces: keepReplaced ? traces() : [] };
}
