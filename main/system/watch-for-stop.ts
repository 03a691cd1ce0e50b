import { constants } from 'node:os';

export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopWatch {
  readonly signal: AbortSignal;
  /** By the custom of shells, 128 and the number of the signal; a `cancel` line counts as Ctrl-C. */
  exitCode(): number;
  close(): void;
}

export interface StopListener {
  stopping(): void;
  /** A line that is not `cancel`; null: it is longer than `longestLine`. */
  line?(line: Buffer | null): void;
}

/** Bytes: a longer line is not `cancel`, and need not be kept to its end. */
const LONGEST_LINE = 64;

/** Turns Ctrl-C, a hang-up, a termination and (with `control`) standard input's word or end into one request to stop. */
export function watchForStop(
  control: boolean,
  listener: StopListener,
  longestLine = LONGEST_LINE,
): StopWatch {
  const controller = new AbortController();
  let received: NodeJS.Signals = 'SIGINT';
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) return;
    received = signal;
    listener.stopping();
    controller.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  if (control) watchInput(() => stop('SIGINT'), listener, longestLine);
  return {
    signal: controller.signal,
    exitCode: () => signalExitCode(received),
    close: () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      if (control) process.stdin.destroy();
    },
  };
}

const NEWLINE = 0x0a;
const CANCEL = Buffer.from('cancel');

function watchInput(stop: () => void, listener: StopListener, longestLine: number): void {
  let rest = Buffer.alloc(0);
  const hear = (line: Buffer): void => {
    if (line.equals(CANCEL)) stop();
    else listener.line?.(line.length > longestLine ? null : line);
  };
  process.stdin.on('data', (chunk: Buffer) => {
    let data = Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(NEWLINE); end !== -1; end = data.indexOf(NEWLINE)) {
      hear(data.subarray(0, end));
      data = data.subarray(end + 1);
    }
    // One byte more, so that what is too long stays so.
    rest = Buffer.from(data.subarray(0, longestLine + 1));
  });
  process.stdin.on('end', stop);
  process.stdin.on('error', stop);
}

export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
