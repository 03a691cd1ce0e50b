import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { logProblem } from '../log.js';
import type { WorkContract, WorkOrder, WorkPlace, WorkReport, WorkVerb } from './work-contract.js';

export interface OrderedWork<T> {
  readonly done: Promise<Result<T>>;
  readonly cancel: () => void;
}

interface Waiting {
  readonly worker: Worker;
  readonly settle: (result: Result<never>) => void;
  readonly onProgress: (done: number, of: number) => void;
}

/** Milliseconds in which the thread puts its connections away. */
const PATIENCE = 2000;

/** The thread that works on snapshots. It is there while somebody asks, and for a while afterwards. */
export class SnapshotWorker {
  readonly #program: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;

  /** @param program path of the built worker */
  constructor(program: string) {
    this.#program = program;
  }

  /** Orders work, and tells how far it is where it takes long. */
  order<V extends WorkVerb>(
    verb: V,
    place: WorkPlace,
    request: WorkContract[V]['request'],
    onProgress: (done: number, of: number) => void = () => undefined,
  ): OrderedWork<WorkContract[V]['answer']> {
    const id = ++this.#lastId;
    const worker = (this.#worker ??= this.#start());
    const done = new Promise<Result<WorkContract[V]['answer']>>((settle) => {
      this.#waiting.set(id, { worker, settle, onProgress });
    });
    worker.postMessage({ id, verb, place, request } satisfies WorkOrder);
    const cancel = (): void => worker.postMessage({ id, verb: 'cancel' } satisfies WorkOrder);
    return { done, cancel };
  }

  async ask<V extends WorkVerb>(
    verb: V,
    place: WorkPlace,
    request: WorkContract[V]['request'],
  ): Promise<Result<WorkContract[V]['answer']>> {
    return this.order(verb, place, request).done;
  }

  /** Ends the thread; what it is doing comes to nothing, and is taken back by the next restore. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    const exited = once(worker, 'exit');
    worker.postMessage({ verb: 'end' } satisfies WorkOrder);
    const timer = setTimeout(() => void worker.terminate(), PATIENCE);
    await exited;
    clearTimeout(timer);
  }

  #start(): Worker {
    const worker = new Worker(this.#program);
    worker.on('message', (report: WorkReport) => this.#hear(report));
    worker.on('error', (error) => logProblem('the work on snapshots failed', error));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      for (const [id, waiting] of this.#waiting) {
        if (waiting.worker !== worker) continue;
        this.#waiting.delete(id);
        waiting.settle(failure(GONE));
      }
    });
    return worker;
  }

  #hear(report: WorkReport): void {
    const waiting = this.#waiting.get(report.id);
    if (waiting === undefined) return;
    if (report.kind === 'progress') {
      waiting.onProgress(report.done, report.of);
      return;
    }
    this.#waiting.delete(report.id);
    if (report.kind === 'failure') waiting.settle(failure(report.failure));
    else waiting.settle(success(report.answer as never));
  }
}

const GONE = {
  code: 'work-ended',
  title: 'This was not finished.',
  advice: 'Try it again.',
  detail: '',
};
