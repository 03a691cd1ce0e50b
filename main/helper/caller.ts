import { EventEmitter, once } from 'node:events';
import { decodeUtf8 } from '../shared/utf8.js';
import { BackupError, CancelledError } from '../shared/backup-error.js';
import { LONGEST_REQUEST } from '../shared/helper-protocol.js';
import { asRecord, InvalidField, readString } from '../shared/read-field.js';
import type { AskPassphrase } from '../system/local-ports.js';
import { watchForStop } from '../system/watch-for-stop.js';
import type { EmitHelperEvent } from './helper-events.js';

/** Whoever started the helper, at the other end of standard input. */
export interface Caller {
  /** Aborted at `cancel`, at the end of standard input, and by the signals that end a program. */
  readonly signal: AbortSignal;
  /**
   * The next line that is not `cancel`, read as JSON by `parse`.
   *
   * @throws BackupError `invalid-request`
   * @throws CancelledError when `signal` aborts before it comes
   */
  readonly ask: <T>(parse: (value: unknown) => T, signal: AbortSignal) => Promise<T>;
  readonly close: () => void;
}

export function listenToCaller(): Caller {
  const lines: (Buffer | null)[] = [];
  const arrived = new EventEmitter();
  const listener = {
    stopping: () => undefined,
    line: (line: Buffer | null) => {
      // Nobody asks for more than one line at a time; the rest is kept short.
      if (lines.length < MOST_LINES) lines.push(line);
      arrived.emit('line');
    },
  };
  const stop = watchForStop(true, listener, LONGEST_REQUEST);
  return {
    signal: stop.signal,
    ask: async (parse, signal) => {
      try {
        while (lines.length === 0) await once(arrived, 'line', { signal });
      } catch (error) {
        if (signal.aborted) throw new CancelledError();
        throw error;
      }
      return parseLine(lines.shift() ?? null, parse);
    },
    close: () => stop.close(),
  };
}

const MOST_LINES = 16;

export function passphraseFrom(caller: Caller, emit: EmitHelperEvent): AskPassphrase {
  return (disk, attempt, signal) => {
    emit({ event: 'passphrase', disk, attempt });
    return caller.ask((value) => readString(asRecord(value, 'the reply'), 'passphrase'), signal);
  };
}

function parseLine<T>(line: Buffer | null, parse: (value: unknown) => T): T {
  if (line === null) throw invalidRequest(`it is longer than ${String(LONGEST_REQUEST)} bytes`);
  const text = decodeUtf8(line);
  if (text === null) throw invalidRequest('it is not UTF-8');
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    // What JSON.parse says quotes the line, which may be a passphrase.
    if (error instanceof SyntaxError) throw invalidRequest('it is not JSON');
    if (error instanceof InvalidField) throw invalidRequest(error.message);
    throw error;
  }
}

function invalidRequest(problem: string): BackupError {
  return new BackupError({
    code: 'invalid-request',
    title: `The helper was asked for something that it does not understand: ${problem}.`,
    advice: 'Application and helper may be of different versions; install the package again.',
  });
}
