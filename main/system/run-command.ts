import { execa } from 'execa';
import type { Readable, Writable } from 'node:stream';
import { BackupError, CancelledError } from '../shared/backup-error.js';
import { commandMissing, SEARCH_PATH } from './installed-programs.js';

/** Enough for the names of some million files. */
const OUTPUT_LIMIT = 1024 ** 3;
/** The end of what a command complained about is what matters. */
const COMPLAINT_LIMIT = 1024 ** 2;
/** Milliseconds between SIGTERM and SIGKILL. */
const KILL_DELAY = 10_000;

export interface CommandOptions {
  readonly signal?: AbortSignal | undefined;
  /** Written to standard input, which is otherwise empty. */
  readonly input?: Uint8Array;
  /** The root directory where nothing is said. */
  readonly cwd?: string;
  /** Added to PATH and LC_ALL=C, which is all that a command sees. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Open file descriptors that the command keeps open while it lives. */
  readonly descriptors?: readonly number[];
  /** Takes standard output in pieces; it is collected otherwise. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Takes standard error in pieces, besides its being collected. */
  readonly onComplaint?: (chunk: Buffer) => void;
  /**
   * True: standard input, output and error are the caller's own. `terminal`: what the program says goes to the caller's
   * standard error alone, for standard output is the caller's.
   */
  readonly attached?: boolean | 'terminal';
  /** True: after a request to stop it is waited for however long it takes; otherwise it is killed after ten seconds. */
  readonly patient?: boolean;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly output: Buffer;
  /** The last MiB of standard error. */
  readonly complaint: string;
}

/**
 * Runs a program and settles only when it has really gone: a cancelled rsync must be dead before anything unmounts.
 *
 * The program dies with us, even after SIGKILL (setpriv(1), --pdeathsig), and never sees a shell. Its exit value is the
 * caller's to judge.
 *
 * @throws BackupError `command-missing` when there is no such program, `command-killed` when a signal ended it.
 * @throws CancelledError when `signal` aborted.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  if (options.signal?.aborted === true) throw new CancelledError();
  const child = spawn(program, args, options);
  feed(child.stdin, options.input);
  return settle(program, child, options);
}

/** A program that goes on while we do something else. */
export interface RunningCommand {
  /** Writes to its standard input. */
  readonly write: (data: string | Uint8Array) => void;
  /** Ends its standard input. */
  readonly end: () => void;
  readonly done: Promise<CommandResult>;
}

/** As runCommand, with a standard input that stays open until it is ended, the program ends, or we do. */
export function startCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): RunningCommand {
  const child = spawn(program, args, { ...options, input: EMPTY });
  // Whoever writes to a program that has ended learns it from `done`.
  child.stdin?.on('error', () => undefined);
  return {
    write: (data) => {
      child.stdin?.write(data);
    },
    end: () => {
      child.stdin?.end();
    },
    done: settle(program, child, options),
  };
}

const EMPTY = new Uint8Array();

/** Chromium leaves open for others what it does not close itself. Of the shells, bash can close numbers of two digits. */
const WITHOUT_OUR_FILES = `
  for path in /proc/$$/fd/*; do fd=\${path##*/}; ((fd < 3)) || exec {fd}>&-; done
  exec "$@"`;

/**
 * Starts a program that outlives us, whose output goes where ours goes.
 *
 * @param environment all that it sees
 * @returns settles when it ends, if we are still there; null: a signal ended it, or it could not be started
 */
export async function startDetached(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number | null> {
  const child = execa('bash', ['-c', WITHOUT_OUR_FILES, 'bash', program, ...args], {
    detached: true,
    cleanup: false,
    env: environment,
    extendEnv: false,
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  });
  child.unref();
  const { exitCode } = await child;
  return exitCode ?? null;
}

function spawn(program: string, args: readonly string[], options: CommandOptions) {
  return execa('setpriv', ['--pdeathsig', 'TERM', '--', program, ...args], {
    // Not ours, which may be on the disk to unmount, or not be this user's to enter. All paths are absolute.
    cwd: options.cwd ?? '/',
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    env: { PATH: SEARCH_PATH, LC_ALL: 'C', ...options.environment },
    extendEnv: false,
    stdio: stdio(options),
    buffer: false,
    encoding: 'buffer',
    reject: false,
    forceKillAfterDelay: options.patient === true ? false : KILL_DELAY,
  });
}

async function settle(
  program: string,
  child: ReturnType<typeof spawn>,
  options: CommandOptions,
): Promise<CommandResult> {
  const output = collect(child.stdout, OUTPUT_LIMIT, options.onOutput);
  const complaint = collect(child.stderr, COMPLAINT_LIMIT, options.onComplaint, true);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const result = await child;
  // rsync is several processes, of which the first ends first: until the last has closed its output, the disk is busy
  // and output may still come. A program that could not be started has none.
  if (child.pid !== undefined) await closed;
  if (result.isCanceled) throw new CancelledError();
  const text = complaint().toString('latin1');
  if (result.exitCode === undefined) throw abnormalEnd(program, result, text);
  if (result.exitCode === 127 && text.startsWith('setpriv: failed to execute')) {
    throw commandMissing(program, text);
  }
  return { exitCode: result.exitCode, output: output(), complaint: text };
}

/** execa hands descriptors on, but its types know only those of the standard streams. */
type Stdio = [
  'ignore' | 'pipe' | 'inherit',
  'pipe' | 'inherit' | 2,
  'pipe' | 'inherit',
  ...'pipe'[],
];

function stdio(options: CommandOptions): Stdio {
  const descriptors = (options.descriptors ?? []) as readonly unknown[] as 'pipe'[];
  if (options.attached === 'terminal') return ['inherit', 2, 'inherit', ...descriptors];
  if (options.attached === true) return ['inherit', 'inherit', 'inherit', ...descriptors];
  return [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...descriptors];
}

function collect(
  stream: Readable | null | undefined,
  limit: number,
  tap: ((chunk: Buffer) => void) | undefined,
  keep = tap === undefined,
): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    tap?.(chunk);
    if (!keep) return;
    chunks.push(chunk);
    size += chunk.length;
    while (size > limit && chunks.length > 1) size -= chunks.shift()?.length ?? 0;
  });
  return () => Buffer.concat(chunks);
}

function feed(stdin: Writable | null | undefined, input: Uint8Array | undefined): void {
  if (stdin === null || stdin === undefined) return;
  // A program that ends before it has read everything says why by its exit value.
  stdin.on('error', () => undefined);
  stdin.end(input);
}

function abnormalEnd(
  program: string,
  result: {
    readonly signal?: string | undefined;
    readonly message?: string | undefined;
  },
  detail: string,
): BackupError {
  if (result.signal !== undefined) {
    return new BackupError({
      code: 'command-killed',
      title: `${program} was ended by ${result.signal}.`,
      advice: 'If nobody did that on purpose, the memory may have run out; start the backup again.',
      detail,
    });
  }
  return new BackupError({
    code: 'command-not-started',
    title: `${program} could not be started.`,
    advice: 'The details say why; “setpriv” of util-linux is needed as well.',
    detail: result.message ?? detail,
  });
}

export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
