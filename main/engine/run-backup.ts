import { BackupError, CancelledError, MissingBackupDiskError } from '../shared/backup-error.js';
import {
  RUN_EVENT_VERSION,
  type FinishedEvent,
  type Outcome,
  type RunEvent,
  type WarningEvent,
} from '../shared/run-event.js';
import { TOOL_VERSION } from '../shared/tool-version.js';
import { asBackupError } from './as-backup-error.js';
import { backUp } from './back-up.js';
import type { BackupDescription } from './backup-description.js';
import type { Ports } from './ports.js';
import { createRunContext, type RunContext } from './run-context.js';
import { outcomeOf } from './run-records.js';

export interface RunResult {
  readonly finished: FinishedEvent;
  readonly warnings: readonly WarningEvent[];
  /** Why it did not go well; null: it did. */
  readonly error: BackupError | null;
}

/**
 * One run from start to end, told as events: `start` first, `finished` last, whatever happens.
 *
 * Expected failures come back as `error`; anything else is a bug and is thrown, after the disk was put away.
 */
export async function runBackup(
  description: BackupDescription,
  ports: Ports,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunResult> {
  const context = createRunContext(description, ports, emit, signal);
  const begin = ports.clock.now().getTime();
  const { source, destination, dryRun } = description;
  emit({
    event: 'start',
    version: RUN_EVENT_VERSION,
    tool: TOOL_VERSION,
    source,
    destination,
    dryRun,
  });
  const finish = (outcome: Outcome): FinishedEvent => {
    const seconds = (ports.clock.now().getTime() - begin) / 1000;
    const finished = { event: 'finished', outcome, seconds, ...context.facts } as const;
    emit(finished);
    return finished;
  };
  try {
    await backUp(context);
    const finished = finish(outcomeOf(context, null));
    return { finished, warnings: context.warnings, error: null };
  } catch (thrown) {
    const error = asBackupError(thrown);
    tell(context, error);
    const outcome = error instanceof MissingBackupDiskError ? 'skipped' : outcomeOf(context, error);
    const finished = finish(outcome);
    if (error.code === 'internal-error') throw thrown;
    return { finished, warnings: context.warnings, error };
  }
}

function tell({ emit, stopped }: RunContext, error: BackupError): void {
  if (error instanceof CancelledError || error === stopped) return;
  const { code, message, advice, detail } = error;
  emit({ event: 'error', code, message, advice, detail });
}
