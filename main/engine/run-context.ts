import type { Phase, RunEvent, WarningCode, WarningEvent } from '../shared/run-event.js';
import { CancelledError } from '../shared/backup-error.js';
import type { BackupDescription } from './backup-description.js';
import type { Ports } from './ports.js';

/** What every phase of one run shares. */
export interface RunContext {
  readonly description: BackupDescription;
  readonly ports: Ports;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  readonly warnings: readonly WarningEvent[];
  /** @throws CancelledError, so that a cancelled run ends between two phases at the latest. */
  enter(phase: Phase): void;
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
  return {
    description,
    ports,
    emit,
    signal,
    warnings,
    enter: (phase) => {
      if (signal.aborted) throw new CancelledError();
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
