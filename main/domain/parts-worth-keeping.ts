import type { RunRecord } from '../shared/run-record.js';
import { isInterrupted } from './change-history.js';
import type { EntryStatus } from './is-replaced.js';
import type { Parts } from './rsync-arguments.js';

/** Bytes: about a minute on a line of 10 Mbit/s. */
const LONG_TO_SEND = 64 * 1024 ** 2;

/**
 * Whether rsync is to keep the part of a file that has arrived when the line breaks, which costs a look at each file: where a
 * file is to be sent that takes long, or nobody knows, and where the last run has broken off.
 *
 * @param changed in the source since the last complete run; null: nobody knows
 */
export function partsWorthKeeping(
  runs: readonly Pick<RunRecord, 'backup' | 'changes'>[],
  changed: readonly EntryStatus[] | null,
): Parts {
  if (changed === null || isInterrupted(runs)) return 'keep';
  return changed.some(({ kind, size }) => kind === 'file' && size >= LONG_TO_SEND)
    ? 'keep'
    : 'drop';
}
