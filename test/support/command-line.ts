import { execa } from 'execa';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { parseRunEvent } from '../../main/shared/parse-run-event.js';
import type { RunEvent } from '../../main/shared/run-event.js';

/** As `npm run build` leaves it. */
export const BUILT_COMMAND = fileURLToPath(
  new URL('../../out/cli/rsync-system-backup.cjs', import.meta.url),
);

export interface CommandLineOptions {
  /** Put before the command: setpriv, nsenter and the like. */
  readonly through?: readonly string[];
  readonly command?: string;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** False: plain text for people. */
  readonly json?: boolean;
  /** True: it may show desktop notifications. */
  readonly notifications?: boolean;
}

export interface CommandLineResult {
  readonly exitCode: number;
  /** The signal that ended it; null: none did. */
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly RunEvent[];
}

export interface RunningCommandLine {
  readonly pid: number;
  /** Settles when the run says so, or fails when it ends without. */
  readonly until: (wanted: (event: RunEvent) => boolean) => Promise<RunEvent>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly write: (text: string) => void;
  readonly endInput: () => void;
  readonly done: Promise<CommandLineResult>;
}

/** Runs the built command as a user would, and reads what it tells. Any exit value is fine. */
export async function runCommandLine(
  args: readonly string[],
  options: CommandLineOptions = {},
): Promise<CommandLineResult> {
  const running = startCommandLine(args, options);
  running.endInput();
  return running.done;
}

/** As runCommandLine, while it runs; killed when the test ends. */
export function startCommandLine(
  args: readonly string[],
  options: CommandLineOptions = {},
): RunningCommandLine {
  const { through = [], command = BUILT_COMMAND, json = true, environment = {} } = options;
  const own = [
    ...[process.execPath, command],
    ...(json ? ['--json'] : []),
    ...(options.notifications === true ? [] : ['--disable-notifications']),
  ];
  const [program = '', ...rest] = [...through, ...own, ...args];
  const child = execa(program, rest, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: environment,
    stdin: 'pipe',
    reject: false,
    stripFinalNewline: false,
  });
  child.stdin.on('error', () => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  const told = json ? eventWatch(child.stdout) : null;
  return {
    pid: child.pid ?? 0,
    until: (wanted) => told?.until(wanted) ?? Promise.reject(new Error('It prints no events.')),
    kill: (signal) => void child.kill(signal),
    write: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    done: child.then(({ exitCode, signal, stdout, stderr }) => ({
      exitCode: exitCode ?? -1,
      signal: signal ?? null,
      stdout,
      stderr,
      events: json ? eventsIn(stdout) : [],
    })),
  };
}

/** The events so far, and a way to wait for one. */
function eventWatch(stdout: Readable) {
  const events: RunEvent[] = [];
  const changed = new EventEmitter();
  let ended = false;
  createInterface({ input: stdout })
    .on('line', (line) => {
      events.push(...eventsIn(line));
      changed.emit('change');
    })
    .on('close', () => {
      ended = true;
      changed.emit('change');
    });
  return {
    until: async (wanted: (event: RunEvent) => boolean): Promise<RunEvent> => {
      for (;;) {
        const event = events.find(wanted);
        if (event !== undefined) return event;
        if (ended) throw new Error(`It never came: ${JSON.stringify(events)}`);
        await once(changed, 'change');
      }
    },
  };
}

/** @throws for a line that is no event: nothing else may be on standard output. */
function eventsIn(text: string): readonly RunEvent[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const event = parseRunEvent(line);
    if (!event.ok) throw new Error(`This is no event: ${line}`);
    return event.value;
  });
}

export function eventsOf<Name extends RunEvent['event']>(
  { events }: Pick<CommandLineResult, 'events'>,
  name: Name,
): readonly Extract<RunEvent, { event: Name }>[] {
  return events.filter(
    (event): event is Extract<RunEvent, { event: Name }> => event.event === name,
  );
}

/** The phase in which it happened, what happened, and what to do; null: nothing went wrong. */
export function failureOf(result: CommandLineResult) {
  const [error] = eventsOf(result, 'error');
  if (error === undefined) return null;
  const phases = eventsOf(
    { events: result.events.slice(0, result.events.indexOf(error)) },
    'phase',
  );
  const { code, message, advice } = error;
  return { code, message, advice, phase: phases.at(-1)?.phase ?? null };
}

/** @throws when the run did not end well, with everything that it said. */
export function snapshotOf(result: CommandLineResult): string {
  const [snapshot] = eventsOf(result, 'snapshot');
  if (result.exitCode === 0 && snapshot !== undefined) return snapshot.path;
  throw new Error(`No snapshot was taken: ${result.stdout}${result.stderr}`);
}
