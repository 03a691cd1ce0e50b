import { parentPort } from 'node:worker_threads';
import { asBackupError } from '../../main/engine/as-backup-error.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { Failure } from '../../main/shared/result.js';
import { errorCode } from '../../main/system/error-code.js';
import { closeStores, forgetStore, keptStore } from './open-stores.js';
import type { WorkOrder, WorkPlace, WorkReport, WorkVerb } from './work-contract.js';
import type { WorkContext } from './work-context.js';
import { WORK } from './work.js';

/** Does the work of the window on snapshots, beside the main thread. Composition root of that thread. */
const port = parentPort;
if (port === null) throw new Error('This is no worker.');

const running = new Map<number, AbortController>();

port.on('message', (order: WorkOrder) => {
  if (order.verb === 'end') void end();
  else if (order.verb === 'cancel') running.get(order.id)?.abort();
  else void carryOut(order);
});

async function carryOut(
  order: Exclude<WorkOrder, { readonly verb: 'cancel' | 'end' }>,
): Promise<void> {
  const { id, verb, place, request } = order;
  const stop = new AbortController();
  running.set(id, stop);
  const context: WorkContext = {
    place,
    signal: stop.signal,
    onProgress: (done, of) => report({ id, kind: 'progress', done, of }),
  };
  try {
    const work = WORK[verb] as (request: unknown, context: WorkContext) => Promise<unknown>;
    const answer = await orOnceMore(verb, place, () => work(request, context));
    report({ id, kind: 'answer', answer });
  } catch (error) {
    report({ id, kind: 'failure', failure: failureOf(error) });
  } finally {
    running.delete(id);
  }
}

/** A connection that was kept may have broken meanwhile, and only looking at snapshots can be done twice. */
async function orOnceMore<T>(verb: WorkVerb, place: WorkPlace, work: () => Promise<T>): Promise<T> {
  const before = keptStore(place);
  try {
    return await work();
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    // Other work may have found out as well, and have connected again.
    const isBroken = before === null || keptStore(place) === before;
    if (isBroken) await forgetStore(place);
    if (before === null || !LOOKING.has(verb)) throw error;
    return work();
  }
}

const LOOKING: ReadonlySet<WorkVerb> = new Set<WorkVerb>([
  ...(['list', 'readFolder', 'describe', 'versions', 'preview'] as const),
  ...(['compare', 'measure', 'search', 'previewRestore'] as const),
]);

function isConnectionLost(error: unknown): boolean {
  return error instanceof BackupError && error.code === 'connection-lost';
}

async function end(): Promise<void> {
  for (const stop of running.values()) stop.abort();
  await closeStores();
  port?.close();
}

function report(message: WorkReport): void {
  port?.postMessage(message);
}

function failureOf(error: unknown): Failure {
  const { code, message: title, advice, detail } = explained(error);
  return { code, title, advice, detail };
}

function explained(error: unknown): BackupError {
  if (error instanceof BackupError && isConnectionLost(error)) {
    const { message: title, detail, cause } = error;
    const advice = 'Press F5 to connect again. Nothing has been changed.';
    return new BackupError({ code: 'connection-lost', title, advice, detail, cause });
  }
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return new BackupError({
        code: 'no-permission',
        title: 'You may not look at this, or not write there.',
        advice: 'It belongs to somebody else, such as the administrator.',
        cause: error,
      });
    case 'EIO':
    case 'ENODEV':
    case 'ENXIO':
    case 'ESTALE':
      return new BackupError({
        code: 'disk-gone',
        title: 'The disk of the backup no longer answers.',
        advice: 'Connect it again, then press F5.',
        detail: String(error),
        cause: error,
      });
    case null:
    default:
      return asBackupError(error);
  }
}
