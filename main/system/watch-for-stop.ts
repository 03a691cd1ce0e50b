import { constants } from 'node:os';

export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopWatch {
  readonly signal: AbortSignal;
  /** By the custom of shells, 128 and the number of the signal; a `cancel` line counts as Ctrl-C. */
  exitCode(): number;
  close(): void;
}

/** Turns Ctrl-C, a hang-up, a termination and (with `control`) standard input's word or end into one request to stop. */
export function watchForStop(control: boolean, say: { stopping(): void }): StopWatch {
  const controller = new AbortController();
  let received: NodeJS.Signals = 'SIGINT';
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) return;
    received = signal;
    say.stopping();
    controller.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  if (control) watchInput(() => stop('SIGINT'));
  return {
    signal: controller.signal,
    exitCode: () => signalExitCode(received),
    close: () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      if (control) process.stdin.destroy();
    },
  };
}

/** A line that is longer is not ours, and need not be kept to its end. */
const LONGEST_LINE = 64;

function watchInput(stop: () => void): void {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    if (lines.includes('cancel')) stop();
  });
  process.stdin.on('end', stop);
  process.stdin.on('error', stop);
}

export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
