import type {
  FinishedEvent,
  Phase,
  RunEvent,
  WarningCode,
  WarningEvent,
} from '../shared/run-event.js';
import { type BackupError, CancelledError } from '../shared/backup-error.js';
import type { BackupDescription } from './backup-description.js';
import type { Ports } from './ports.js';

/** What the run has done so far; stays true when it fails later. */
export type RunFacts = Omit<FinishedEvent, 'event' | 'outcome' | 'seconds'>;

/** What every phase of one run shares. */
export interface RunContext {
  readonly description: BackupDescription;
  readonly ports: Ports;
  readonly emit: (event: RunEvent) => void;
  /** Aborts when somebody asks the run to stop, and when `stop` is called. */
  readonly signal: AbortSignal;
  /** Why the run stopped itself; null: it did not. */
  readonly stopped: BackupError | null;
  readonly warnings: readonly WarningEvent[];
  readonly facts: RunFacts;
  /** @throws CancelledError (or what it was stopped with), so that a cancelled run ends between two phases at the latest. */
  enter(phase: Phase): void;
  /** The run cannot go on: that is told at once, and whatever it does is ended. */
  stop(reason: BackupError): void;
  learn(facts: Partial<RunFacts>): void;
  warn(code: WarningCode, message: string, files?: readonly string[]): void;
}

/** More names help nobody; the messages count them all. */
const LISTED_FILES = 1000;

export function createRunContext(
  description: BackupDescription,
  ports: Ports,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): RunContext {
  const warnings: WarningEvent[] = [];
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  let stopped: BackupError | null = null;
  let facts: RunFacts = { snapshot: null, changes: null, destinationId: null, safeToUnplug: null };
  return {
    description,
    ports,
    emit,
    signal: either,
    get stopped() {
      return stopped;
    },
    stop: (reason) => {
      if (stopped !== null) return;
      stopped = reason;
      const { code, message, advice, detail } = reason;
      emit({ event: 'error', code, message, advice, detail });
      own.abort();
    },
    warnings,
    get facts() {
      return facts;
    },
    learn: (more) => {
      facts = { ...facts, ...more };
    },
    enter: (phase) => {
      if (either.aborted) throw stopped ?? new CancelledError();
      emit({ event: 'phase', phase });
    },
    warn: (code, message, files = []) => {
      const warning = {
        event: 'warning',
        code,
        message,
        files: files.slice(0, LISTED_FILES),
      } as const;
      warnings.push(warning);
      emit(warning);
    },
  };
}
