import { assertNever } from '../../main/shared/assert-never.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import type { ChangeCounts, RunEvent } from '../../main/shared/run-event.js';
import type { ProfileDraft, TestReport } from '../../main/shared/profile-requests.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import type { RunHandle, StartRun } from '../runs/start-run.js';

/** Tries profiles out, one at a time: says what a run would do, and does nothing. */
export class DryRun {
  readonly #startRun: StartRun;
  #handle: RunHandle | null = null;

  constructor(startRun: StartRun) {
    this.#startRun = startRun;
  }

  async test({ profile, needsRoot }: ProfileDraft): Promise<Result<TestReport>> {
    if (needsRoot) return failure(NEEDS_ROOT);
    if (this.#handle !== null) return failure(ALREADY_TESTING);
    const report = new ReportBuilder();
    const known = { profile, needsRoot, triggers: DEFAULT_TRIGGERS };
    this.#handle = this.#startRun(known, (event) => report.take(event as RunEvent));
    const ending = await this.#handle.done;
    this.#handle = null;
    return report.result(ending.kind === 'gone' ? ending.detail : '');
  }

  stop(): void {
    this.#handle?.cancel();
  }
}

class ReportBuilder {
  #changes: ChangeCounts = { created: 0, changed: 0, deleted: 0, bytes: 0 };
  readonly #warnings: string[] = [];
  #failure: Failure | null = null;
  #finished = false;

  take(event: RunEvent): void {
    switch (event.event) {
      case 'change':
        this.#changes = counted(this.#changes, event.action, event.size);
        break;
      case 'warning':
        this.#warnings.push(event.message);
        break;
      case 'error':
        this.#failure = {
          code: event.code,
          title: event.message,
          advice: event.advice,
          detail: event.detail,
        };
        break;
      case 'finished':
        this.#finished = event.outcome === 'complete' || event.outcome === 'warnings';
        break;
      case 'start':
      case 'phase':
      case 'progress':
      case 'snapshot':
      case 'rotation':
      case 'removed':
        break;
      default:
        assertNever(event);
    }
  }

  result(complaint: string): Result<TestReport> {
    if (this.#finished) return success({ changes: this.#changes, warnings: this.#warnings });
    return failure(this.#failure ?? { ...UNEXPLAINED, detail: complaint });
  }
}

function counted(
  changes: ChangeCounts,
  action: 'create' | 'change' | 'delete',
  size: number,
): ChangeCounts {
  switch (action) {
    case 'create':
      return { ...changes, created: changes.created + 1, bytes: changes.bytes + size };
    case 'change':
      return { ...changes, changed: changes.changed + 1, bytes: changes.bytes + size };
    case 'delete':
      return { ...changes, deleted: changes.deleted + 1 };
  }
}

const NEEDS_ROOT: Failure = {
  code: 'test-needs-root',
  title: 'A backup that needs the administrator is tested in a terminal.',
  advice: 'Copy the command below, add --dry-run to it, and it says what would happen.',
  detail: '',
};

const ALREADY_TESTING: Failure = {
  code: 'already-testing',
  title: 'Another test is going on.',
  advice: 'Wait until it has finished, or stop it.',
  detail: '',
};

const UNEXPLAINED: Failure = {
  code: 'test-unexplained',
  title: 'The test stopped without saying why.',
  advice: 'Start it again. Nothing was changed.',
  detail: '',
};
