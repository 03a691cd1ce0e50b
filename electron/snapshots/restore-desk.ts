import { shell } from 'electron/common';
import { unescapeName } from '../../main/shared/display-name.js';
import type {
  RestoreOrderRequest,
  RestoreProgress,
  RestoreReport,
} from '../../main/shared/snapshot-requests.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { restoreAsRoot } from './restore-as-root.js';
import { restoreByWorker } from './restore-by-worker.js';
import type { Restored } from './restore-in-hand.js';
import type { WorkPlace } from './work-contract.js';
import type { OrderedWork, SnapshotWorker } from './worker-client.js';

interface LastRestore extends Restored {
  readonly target: string;
}

/** One restore at a time, and the last one until it is taken back, followed by another, or the window is closed. */
export class RestoreDesk {
  readonly #worker: SnapshotWorker;
  readonly #notes: string;
  readonly #onProgress: (progress: RestoreProgress) => void;
  #running: OrderedWork<Restored> | null = null;
  #last: LastRestore | null = null;
  #closing = false;

  /** @param notes directory where it is noted what restores keep for an undo */
  constructor(
    worker: SnapshotWorker,
    notes: string,
    onProgress: (progress: RestoreProgress) => void,
  ) {
    this.#worker = worker;
    this.#notes = notes;
    this.#onProgress = onProgress;
  }

  async start(place: WorkPlace, request: RestoreOrderRequest): Promise<Result<RestoreReport>> {
    if (this.#running !== null) return failure(BUSY);
    await this.#finishLast();
    const onProgress = (bytes: number, of: number): void => this.#onProgress({ bytes, of });
    const work = request.asAdministrator
      ? restoreAsRoot(request, onProgress)
      : restoreByWorker(this.#worker, place, this.#notes, request, onProgress);
    this.#running = work;
    const done = await work.done;
    this.#running = null;
    if (!done.ok) return done.failure.code === 'cancelled' ? failure(CANCELLED) : done;
    const target = request.target ?? place.source;
    this.#last = { ...done.value, target };
    const { restored, kept, counts } = done.value.summary;
    const undoable = done.value.takeBack !== null;
    return success({ restored, kept, counts, target, undoable });
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
    const undone = await takeBack.undo();
    if (undone.ok) this.#last = null;
    return undone;
  }

  /** Shows the first thing that was restored, in its folder. */
  show(): Result<null> {
    if (this.#last === null) return failure(NOTHING_TO_UNDO);
    const { target, summary } = this.#last;
    const [first] = summary.restored;
    const path = first === undefined ? target : `${target}/${asText(first)}`;
    shell.showItemInFolder(path);
    return success(null);
  }

  /** A restore that goes on is cancelled, and what the last one replaced is removed. */
  async close(): Promise<void> {
    this.#closing = true;
    const running = this.#running;
    running?.cancel();
    await running?.done;
    await this.#finishLast();
    this.#closing = false;
  }

  async #finishLast(): Promise<void> {
    const last = this.#last;
    this.#last = null;
    await last?.takeBack?.finish();
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
