import type { RunEvent } from '../shared/run-event.js';
import type { Reporter } from './report-terminal.js';

/** One event a line. A reader that has gone does not end the run. */
export function jsonReporter(output: NodeJS.WritableStream): Reporter {
  output.on('error', () => undefined);
  const report = (event: RunEvent): void => {
    output.write(`${JSON.stringify(event)}\n`);
  };
  return {
    report,
    skip: (message) => {
      report({ event: 'error', code: 'disk-missing', message, advice: '', detail: '' });
    },
    stopping: () => undefined,
    close: () => undefined,
  };
}
