import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANNOUNCED_GROUP, shellCommand } from '../../domain/shell-command.js';
import { formatRemoteShell } from '../../domain/remote-shell.js';
import { sessionsRefused, sshFailure } from '../../domain/ssh-failure.js';
import type { SshDestination } from '../../domain/destination.js';
import { BackupError, CancelledError } from '../../shared/backup-error.js';
import { isRoot } from '../is-root.js';
import {
  runCommand,
  startCommand,
  type CommandOptions,
  type CommandResult,
} from '../run-command.js';
import { atOnce } from './at-once.js';
import { linkTimeout, type RemoteOptions } from './remote-options.js';
import { ResidentShell } from './resident-shell.js';
import { runAndEnd, type EndGroup } from './run-and-end.js';
import { sessionOptions, sshOptions } from './ssh-options.js';
import { checkShell, lastingProgram } from './ssh-program.js';

/**
 * One connection to a host (ssh_config(5), ControlMaster). What is soon done is done by the shell of its first session, one
 * program after the other; what may be cancelled, or is sent much, is a session of its own.
 */
export interface SshConnection {
  /** As the person wrote it. */
  readonly host: string;
  /** What the first session printed. */
  readonly greeting: Buffer;
  /** From now on programs run as root. */
  useSudo(): void;
  /** From now on what has a session of its own is started by this program after these arguments; without any, directly. */
  startBy(before: readonly string[]): void;
  /** rsync(1), --rsh. */
  readonly remoteShell: string;
  /** The line that starts a program there. */
  commandLine(program: string, args: readonly string[]): string;
  /**
   * As runCommand. When `signal` aborts, the program on the other side is ended, and has gone before this settles, as long as
   * the other side answers.
   *
   * @throws BackupError `connection-lost`
   */
  run(program: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /**
   * Runs a script in the shell of the first session itself; see residentScript().
   *
   * @throws BackupError `connection-lost`
   */
  inShell(script: string, args: readonly string[]): Promise<CommandResult>;
  close(): Promise<void>;
}

/** Bytes of standard input that are there before a link's time-out, on any line. */
const SMALL = 128 * 1024;

/** Of the ten that sshd_config(5), MaxSessions, allows. */
const SESSIONS_AT_ONCE = 4;

/** Of ssh(1) itself, for whatever reason. */
export const SSH_FAILED = 255;

/**
 * Connects, and starts a script there that says what is to be known and then ends with `end`.
 *
 * @param script for sh(1); says what it has to say, and becomes RESIDENT_SHELL
 * @throws BackupError that says why there is no connection
 */
export async function connectBySsh(
  { hostname, username }: Pick<SshDestination, 'hostname' | 'username'>,
  options: RemoteOptions,
  { script, args, end }: { script: string; args: readonly string[]; end: Buffer },
  signal?: AbortSignal,
): Promise<SshConnection> {
  // A socket has a short name, and a directory of its own in which nobody else can put one.
  const directory = await mkdtemp(join(socketDirectory(), 'rsync-system-backup-'));
  const socket = join(directory, 'ssh');
  await checkShell(options);
  const [program = '', ...own] = options.shell;
  const [first, ...rest] = lastingProgram(options);
  const stop = new AbortController();
  const output: Buffer[] = [];
  let resident: ResidentShell | null = null;
  let greet: () => void = () => undefined;
  const greeted = new Promise<void>((resolve) => {
    greet = resolve;
  });
  const master = startCommand(
    first,
    [
      ...rest,
      ...sshOptions(options, username),
      ...['-o', 'ControlMaster=yes', '-o', `ControlPath=${socket}`],
      ...['-o', 'ClearAllForwardings=yes', '--', hostname],
      shellCommand('sh', ['-c', script, 'sh', ...args]),
    ],
    {
      environment: options.environment,
      signal: stop.signal,
      onOutput: (chunk) => {
        if (resident !== null) resident.hear(chunk);
        else {
          output.push(chunk);
          if (Buffer.concat(output).includes(end)) greet();
        }
      },
      onComplaint: (chunk) => resident?.hearComplaint(chunk),
    },
  );
  const ended = master.done.catch(() => null);
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const onAbort = (): void => stop.abort();
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) stop.abort();
  await Promise.race([greeted, ended]);
  signal?.removeEventListener('abort', onAbort);
  const greeting = Buffer.concat(output);
  if (!greeting.includes(end)) {
    const result = await ended;
    await close();
    if (signal?.aborted === true) throw new CancelledError();
    throw notConnected(result, greeting, hostname);
  }
  const shell = new ResidentShell(master.write, ended);
  resident = shell;
  const heart = setInterval(() => shell.stay(), (linkTimeout(options) * 1000) / 4);
  stop.signal.addEventListener('abort', () => clearInterval(heart));
  return connection(
    {
      host: hostname,
      resident: shell,
      ended,
      // A session has nothing to ask, and leaves Ctrl-C alone in no other way.
      program: 'setsid',
      session: [program, ...own, ...sessionOptions(socket, options, username)],
      environment: options.environment,
      close,
    },
    greeting,
  );
}

/** unix(7): the name of a socket has at most 107 bytes, of which ssh adds some while it makes one. */
function socketDirectory(): string {
  const directory = tmpdir();
  return /^[\w/.-]{1,48}$/.test(directory) ? directory : '/tmp';
}

interface Master {
  readonly host: string;
  readonly resident: ResidentShell;
  readonly ended: Promise<CommandResult | null>;
  readonly program: string;
  /** Arguments that lead through it. */
  readonly session: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

function connection(master: Master, greeting: Buffer): SshConnection {
  const { host, resident, ended, program, session, environment, close } = master;
  const limited = atOnce(SESSIONS_AT_ONCE);
  let sudo = false;
  let starter: readonly string[] = [];
  const started = (name: string, args: readonly string[], announced = false): string => {
    const [first = name, ...rest] = [...starter, name, ...args];
    return shellCommand(first, rest, { sudo, announced });
  };
  const answered = async (asked: Promise<CommandResult | null>): Promise<CommandResult> => {
    const answer = await asked;
    if (answer !== null) return answer;
    throw sessionFailed(host, (await ended)?.complaint ?? '');
  };
  const argumentsFor = (command: string): readonly string[] => [...session, '--', host, command];
  const endGroup: EndGroup = async (group, signal) => {
    const args = ['-c', 'kill -s TERM -- "-$1"', 'sh', group];
    const command = shellCommand('sh', args, { sudo });
    await runCommand(program, argumentsFor(command), { environment, signal });
  };
  return {
    host,
    greeting,
    useSudo: () => {
      sudo = true;
    },
    remoteShell: formatRemoteShell([program, ...session]),
    startBy: (before) => {
      starter = before;
    },
    commandLine: (name, args) => started(name, args),
    inShell: (script, args) => answered(resident.runItself(script, args)),
    run: async (name, args, options = {}) => {
      if (options.signal === undefined && (options.input?.length ?? 0) <= SMALL) {
        return answered(resident.run(name, args, options.input));
      }
      const command = started(name, args, true);
      const result = await limited(() =>
        runAndEnd(program, argumentsFor(command), endGroup, { ...options, environment }),
      );
      const complaint = result.complaint.replace(ANNOUNCED_GROUP, '');
      if (result.exitCode === SSH_FAILED) throw sessionFailed(host, complaint);
      return { ...result, complaint };
    },
    close,
  };
}

/** Why ssh ended a session by itself. */
function sessionFailed(host: string, complaint: string): BackupError {
  const refused = sessionsRefused(complaint, host);
  return refused === null ? connectionLost(host, complaint) : BackupError.from(refused);
}

export function connectionLost(host: string, detail: string): BackupError {
  return new BackupError({
    code: 'connection-lost',
    title: `The connection to “${host}” broke.`,
    advice:
      'Start the backup again: it continues where this one stopped. Older snapshots are untouched.',
    detail,
  });
}

function notConnected(result: CommandResult | null, output: Buffer, host: string): BackupError {
  const complaint = result?.complaint.replace(ANNOUNCED_GROUP, '') ?? '';
  if (result === null || result.exitCode === SSH_FAILED) {
    return BackupError.from(sshFailure(complaint, host, isRoot()));
  }
  return new BackupError({
    code: 'remote-shell-refused',
    title: `“${host}” lets you in, but runs no commands for this account.`,
    advice:
      'Give the account a shell such as /bin/sh; an account without one can be used for --tunnel only.',
    detail: `${output.toString('latin1')}${complaint}`,
  });
}
