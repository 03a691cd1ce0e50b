import { assertNever } from './assert-never.js';
import type { RunResult, RunWarning } from './run-state.js';
import { sayChanges } from './say-changes.js';
import { sayDuration } from './say-duration.js';
import { sayCount } from './say-count.js';
import { sayUnplug } from './say-disk.js';

export interface OutcomeWords {
  readonly title: string;
  /** What followed from it, or what to do next. */
  readonly advice: string;
}

/** How a run ended: what happened, then what to do. */
export function sayOutcome(result: RunResult, disk: string | null): OutcomeWords {
  const { title, advice } = sayEnd(result);
  return { title, advice: joined(advice, sayUnplug(result, disk)) };
}

function sayEnd(result: RunResult): OutcomeWords {
  const { outcome, failure, seconds } = result;
  switch (outcome) {
    case 'complete':
      return { title: `Finished in ${sayDuration(seconds)}.`, advice: sayEffect(result) };
    case 'warnings':
      return {
        title: `Finished in ${sayDuration(seconds)}, but something needs a look.`,
        advice: sayEffect(result),
      };
    case 'failed':
      return { title: failure?.title ?? 'The backup failed.', advice: failure?.advice ?? '' };
    case 'cancelled':
      return failure ?? CANCELLED;
    case 'skipped':
      return { title: failure?.title ?? 'Nothing was backed up.', advice: failure?.advice ?? '' };
    default:
      return assertNever(outcome);
  }
}

const CANCELLED: OutcomeWords = {
  title: 'The backup was cancelled.',
  advice: 'No snapshot was taken. Older snapshots are not affected.',
};

function sayEffect({ changes, snapshot, removedSnapshots, warnings }: RunResult): string {
  const removed = sayCount(removedSnapshots, 'old snapshot was', 'old snapshots were');
  return joined(
    changes === null ? '' : `${capitalised(sayChanges(changes))}.`,
    snapshot === null && !warnings.some(isLeft) ? 'No new snapshot was needed.' : '',
    removedSnapshots === 0 ? '' : `${removed} removed, as the rotation says.`,
  );
}

/** Snapshots are the daemon's business, and the run says so itself. */
function isLeft({ code }: RunWarning): boolean {
  return code === 'left-to-daemon';
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
