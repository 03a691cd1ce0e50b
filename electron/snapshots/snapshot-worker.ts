import { parentPort } from 'node:worker_threads';
import { asBackupError } from '../../main/engine/as-backup-error.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { Failure } from '../../main/shared/result.js';
import { errorCode } from '../../main/system/error-code.js';
import type { WorkOrder, WorkReport } from './work-contract.js';
import type { WorkContext } from './work-context.js';
import { WORK } from './work.js';

/** Does the work of the window on snapshots, beside the main thread. Composition root of that thread. */
const port = parentPort;
if (port === null) throw new Error('This is no worker.');

const running = new Map<number, AbortController>();

port.on('message', (order: WorkOrder) => {
  if (order.verb === 'cancel') running.get(order.id)?.abort();
  else void carryOut(order);
});

async function carryOut(order: Exclude<WorkOrder, { readonly verb: 'cancel' }>): Promise<void> {
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
    report({ id, kind: 'answer', answer: await work(request, context) });
  } catch (error) {
    report({ id, kind: 'failure', failure: failureOf(error) });
  } finally {
    running.delete(id);
  }
}

function report(message: WorkReport): void {
  port?.postMessage(message);
}

function failureOf(error: unknown): Failure {
  const { code, message: title, advice, detail } = explained(error);
  return { code, title, advice, detail };
}

function explained(error: unknown): BackupError {
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
