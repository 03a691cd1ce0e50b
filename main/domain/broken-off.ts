import { assertNever } from '../shared/assert-never.js';
import type { Failure } from '../shared/result.js';
import type { ActiveRun, RunResult } from '../shared/run-state.js';
import type { RunEnding } from './run-ending.js';

export interface UnfinishedRun {
  /** When its process had gone; milliseconds since the epoch. */
  readonly at: number;
  /** What the run has said itself about what went wrong. */
  readonly failure: Failure | null;
  readonly removedSnapshots: number;
}

/** What became of a run that never said that it has finished. */
export function brokenOff(
  run: ActiveRun,
  { at, failure, removedSnapshots }: UnfinishedRun,
  ending: RunEnding,
): RunResult {
  const { profileId, startedAt, warnings } = run;
  return {
    profileId,
    startedAt,
    finishedAt: at,
    seconds: (at - startedAt) / 1000,
    snapshot: null,
    changes: null,
    warnings,
    removedSnapshots,
    keptBy: [],
    ...outcome(run.cancelling, failure, ending),
  };
}

type Unfinished = Pick<RunResult, 'outcome' | 'failure' | 'safeToUnplug'>;

function outcome(cancelling: boolean, told: Failure | null, ending: RunEnding): Unfinished {
  switch (ending.kind) {
    case 'dismissed':
      return { outcome: 'cancelled', failure: DISMISSED, safeToUnplug: null };
    case 'refused':
      return stopped(cancelling, ending.failure, null);
    case 'gone':
      return stopped(cancelling, told ?? { ...BROKEN_OFF, detail: ending.detail }, null);
    case 'broken-off': {
      const { leftOpen, detail } = ending;
      const failure = leftOpen === null ? BROKEN_OFF_AND_LOCKED : stillOpen(leftOpen);
      return stopped(cancelling && leftOpen === null, { ...failure, detail }, leftOpen === null);
    }
    default:
      return assertNever(ending);
  }
}

function stopped(cancelled: boolean, failure: Failure, safeToUnplug: boolean | null): Unfinished {
  return cancelled
    ? { outcome: 'cancelled', failure: null, safeToUnplug }
    : { outcome: 'failed', failure, safeToUnplug };
}

const DISMISSED: Failure = {
  code: 'dismissed',
  title: 'Nothing was backed up: you closed the question for the password.',
  advice: '',
  detail: '',
};

const BROKEN_OFF: Failure = {
  code: 'run-broken-off',
  title: 'The backup stopped before it was finished.',
  advice: 'Start it again. Older snapshots are not affected.',
  detail: '',
};

const BROKEN_OFF_AND_LOCKED: Failure = {
  ...BROKEN_OFF,
  advice: 'Its disk has been locked. Start it again; older snapshots are not affected.',
};

function stillOpen({ title, advice }: Failure): Failure {
  return {
    code: 'run-left-disk-open',
    title: `${BROKEN_OFF.title} Its disk is still open: ${title}`,
    advice,
    detail: '',
  };
}
