import type { Writable } from 'node:stream';
import { BackupError } from '../shared/backup-error.js';
import type { HelperEvent } from '../shared/helper-protocol.js';

export type EmitHelperEvent = (event: HelperEvent) => void;

/**
 * One event a line.
 *
 * @param onGone nobody reads them any more
 */
export function helperEvents(output: Writable, onGone: () => void): EmitHelperEvent {
  // EPIPE; SIGPIPE is ignored by Node.js. What is written afterwards goes nowhere.
  output.on('error', onGone);
  return (event) => {
    output.write(`${JSON.stringify(event)}\n`);
  };
}

export function errorEvent({ code, message, advice, detail }: BackupError): HelperEvent {
  return { event: 'error', code, message, advice, detail };
}
