import { assertNever } from '../shared/assert-never.js';
import type { PassphraseEvent } from '../shared/helper-protocol.js';
import type { Failure } from '../shared/result.js';
import type { FinishedEvent, RunEvent } from '../shared/run-event.js';
import type { ActiveRun, RunResult, RunState } from '../shared/run-state.js';
import { brokenOff } from './broken-off.js';
import type { RunEnding } from './run-ending.js';

/** What is remembered of a run until its process has gone; the window needs none of it. */
interface RunMemory {
  readonly failure: Failure | null;
  readonly removedSnapshots: number;
  readonly finished: FinishedEvent | null;
}

/** The run state together with what the running child has said about its end so far. */
export interface RunProcess {
  readonly state: RunState;
  readonly memory: RunMemory;
}

export type RunInput =
  | { readonly kind: 'started'; readonly profileId: string; readonly at: number }
  | { readonly kind: 'event'; readonly event: RunEvent | PassphraseEvent }
  /** The person has answered the question. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'cancel' }
  /** The process has gone. */
  | { readonly kind: 'ended'; readonly at: number; readonly ending: RunEnding };

const NOTHING_REMEMBERED: RunMemory = { failure: null, removedSnapshots: 0, finished: null };

export const NO_RUN: RunProcess = {
  state: { kind: 'idle', last: null },
  memory: NOTHING_REMEMBERED,
};

/**
 * A run is over when its process has gone, not when it says that it has finished:
 * until then it may still hold the disk.
 */
export function nextRunState(process: RunProcess, input: RunInput): RunProcess {
  if (input.kind === 'started') return started(input.profileId, input.at);
  if (process.state.kind !== 'running') return process;
  const { run } = process.state;
  switch (input.kind) {
    case 'event':
      return afterEvent(run, process.memory, input.event);
    case 'answered':
      return running({ ...run, question: null }, process.memory);
    case 'cancel':
      return running({ ...run, question: null, cancelling: true }, process.memory);
    case 'ended':
      return ended(run, process.memory, input.at, input.ending);
    default:
      return assertNever(input);
  }
}

function started(profileId: string, at: number): RunProcess {
  const run: ActiveRun = {
    profileId,
    startedAt: at,
    phase: null,
    progress: null,
    warnings: [],
    cancelling: false,
    question: null,
  };
  return running(run, NOTHING_REMEMBERED);
}

function running(run: ActiveRun, memory: RunMemory): RunProcess {
  return { state: { kind: 'running', run }, memory };
}

function afterEvent(
  run: ActiveRun,
  memory: RunMemory,
  event: RunEvent | PassphraseEvent,
): RunProcess {
  switch (event.event) {
    case 'start':
    case 'change':
    case 'removed':
    case 'snapshot':
      return running(run, memory);
    case 'passphrase': {
      const { disk, attempt } = event;
      // A run that is being cancelled asks no more.
      return running({ ...run, question: run.cancelling ? null : { disk, attempt } }, memory);
    }
    case 'phase':
      return running({ ...run, phase: event.phase, progress: null, question: null }, memory);
    case 'progress': {
      const { bytes, percent, bytesPerSecond, secondsLeft, files } = event;
      const progress = { bytes, percent, bytesPerSecond, secondsLeft, files };
      return running({ ...run, progress }, memory);
    }
    case 'warning': {
      const { code, message, files } = event;
      return running({ ...run, warnings: [...run.warnings, { code, message, files }] }, memory);
    }
    case 'rotation':
      return running(run, { ...memory, removedSnapshots: event.remove.length });
    case 'error': {
      const { code, message, advice, detail } = event;
      return running(run, { ...memory, failure: { code, title: message, advice, detail } });
    }
    case 'finished':
      return running(run, { ...memory, finished: event });
    default:
      return assertNever(event);
  }
}

function ended(run: ActiveRun, memory: RunMemory, at: number, ending: RunEnding): RunProcess {
  const result = memory.finished
    ? resultOf(run, memory, memory.finished, at)
    : brokenOff(run, { ...memory, at }, ending);
  const kind = result.outcome === 'failed' ? 'attention' : 'idle';
  return { state: { kind, last: result }, memory: NOTHING_REMEMBERED };
}

function resultOf(
  { profileId, startedAt, warnings }: ActiveRun,
  memory: RunMemory,
  { outcome, seconds, snapshot, changes, safeToUnplug, keptBy = [] }: FinishedEvent,
  at: number,
): RunResult {
  const failure = outcome === 'failed' ? (memory.failure ?? UNEXPLAINED) : memory.failure;
  return {
    profileId,
    startedAt,
    finishedAt: at,
    outcome,
    seconds,
    snapshot,
    changes,
    warnings,
    removedSnapshots: memory.removedSnapshots,
    failure,
    safeToUnplug,
    keptBy,
  };
}

const UNEXPLAINED: Failure = {
  code: 'unexplained',
  title: 'The backup failed without saying why.',
  advice: 'Start it again. Older snapshots are not affected.',
  detail: '',
};
