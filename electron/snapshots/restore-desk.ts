import { homedir } from 'node:os';
import { withTilde } from '../../main/domain/with-tilde.js';
import { unescapeName } from '../../main/shared/display-name.js';
import type {
  LastRestore,
  RestoreOrderRequest,
  RestoreReport,
} from '../../main/shared/snapshot-requests.js';
import type { RestoreProgress } from '../../main/shared/work-progress.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { Desktop } from '../desktop/desktop.js';
import { restoreAsRoot } from './restore-as-root.js';
import { restoreByWorker } from './restore-by-worker.js';
import type { Restored } from './restore-in-hand.js';
import type { WorkPlace } from './work-contract.js';
import type { OrderedWork, SnapshotWorker } from './worker-client.js';

interface DoneRestore extends Restored {
  readonly target: string;
}

export interface RestoreDeskPorts {
  readonly worker: SnapshotWorker;
  /** Directory where it is noted what restores keep for an undo. */
  readonly notes: string;
  readonly onProgress: (progress: RestoreProgress) => void;
  /** Which one can be taken back or shown has changed. */
  readonly onLast: (last: LastRestore | null) => void;
}

/** One restore at a time, and the last one until it is taken back, another has succeeded, or the window is closed. */
export class RestoreDesk {
  readonly #ports: RestoreDeskPorts;
  #running: OrderedWork<Restored> | null = null;
  #last: DoneRestore | null = null;
  #undoing = false;
  /** What earlier restores replaced goes, without anybody waiting for it. */
  #lettingGo = Promise.resolve();
  #closing = false;

  constructor(ports: RestoreDeskPorts) {
    this.#ports = ports;
  }

  async start(place: WorkPlace, request: RestoreOrderRequest): Promise<Result<RestoreReport>> {
    if (this.#running !== null || this.#undoing) return failure(BUSY);
    const { worker, notes } = this.#ports;
    const onProgress = (bytes: number, of: number): void => this.#ports.onProgress({ bytes, of });
    const work = request.asAdministrator
      ? restoreAsRoot(request, onProgress)
      : restoreByWorker(worker, place, notes, request, onProgress);
    this.#running = work;
    const done = await work.done;
    this.#running = null;
    if (!done.ok) return done.failure.code === 'cancelled' ? failure(CANCELLED) : done;
    const target = request.target ?? place.source;
    // One that changed nothing leaves the one before to be taken back.
    const hasChanged = done.value.summary.restoredCount > 0;
    if (hasChanged) this.#follow({ ...done.value, target });
    else this.#letGo(done.value);
    const undoable = hasChanged && done.value.takeBack !== null;
    return success({ ...done.value.summary, target, undoable });
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Settles when none goes on, however it ended. */
  async whenDone(): Promise<void> {
    await this.#running?.done;
  }

  /** null: there is none, or it was taken back. */
  get last(): LastRestore | null {
    if (this.#last === null) return null;
    const { summary, target, takeBack } = this.#last;
    const { restored, restoredCount } = summary;
    const shown = withTilde(target, homedir());
    return { restored, restoredCount, target: shown, undoable: takeBack !== null };
  }

  /** True: a restore goes on, or what one replaced is still there. */
  get isOpen(): boolean {
    const takeBack = this.#last?.takeBack ?? null;
    return this.#closing || this.#running !== null || takeBack !== null;
  }

  cancel(): void {
    this.#running?.cancel();
  }

  async undo(): Promise<Result<readonly string[]>> {
    const takeBack = this.#last?.takeBack ?? null;
    if (takeBack === null) return failure(NOTHING_TO_UNDO);
    if (this.#running !== null || this.#undoing) return failure(BUSY);
    this.#undoing = true;
    const undone = await takeBack.undo();
    this.#undoing = false;
    if (undone.ok) this.#setLast(null);
    return undone;
  }

  /** Shows the first thing that was restored, in its folder. */
  show(desktop: Pick<Desktop, 'showInFolder'>): Result<null> {
    if (this.#last === null) return failure(NOTHING_TO_UNDO);
    const { target, summary } = this.#last;
    const [first] = summary.restored;
    const path = first === undefined ? target : `${target}/${asText(first)}`;
    void desktop.showInFolder(path);
    return success(null);
  }

  /** A restore that goes on is cancelled, and what the last one replaced is removed. */
  async close(): Promise<void> {
    this.#closing = true;
    const running = this.#running;
    running?.cancel();
    await running?.done;
    if (this.#last !== null) this.#letGo(this.#last);
    this.#setLast(null);
    await this.#lettingGo;
    this.#closing = false;
  }

  /** What the one before had replaced goes only now that this one has succeeded. */
  #follow(restored: DoneRestore): void {
    if (this.#last !== null) this.#letGo(this.#last);
    this.#setLast(restored);
  }

  #letGo({ takeBack }: Restored): void {
    this.#lettingGo = this.#lettingGo.then(() => takeBack?.finish());
  }

  #setLast(last: DoneRestore | null): void {
    this.#last = last;
    this.#ports.onLast(this.last);
  }
}

/** File managers take paths as text: a name that is none finds its folder only. */
function asText(path: string): string {
  return path
    .split('/')
    .map((name) => Buffer.from(unescapeName(name)).toString('utf8'))
    .join('/');
}

const CANCELLED = {
  code: 'cancelled',
  title: 'You stopped the restore, and nothing was changed.',
  advice: '',
  detail: '',
};

const BUSY = {
  code: 'restore-busy',
  title: 'Something is being restored already.',
  advice: 'Wait until it is done, or cancel it.',
  detail: '',
};

const NOTHING_TO_UNDO = {
  code: 'nothing-to-undo',
  title: 'There is nothing to take back.',
  advice: 'What was replaced is kept only until the next restore, and while the window is open.',
  detail: '',
};
