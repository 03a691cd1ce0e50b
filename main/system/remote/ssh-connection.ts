import { ANNOUNCED_GROUP, shellCommand } from '../../domain/shell-command.js';
import { formatRemoteShell } from '../../domain/remote-shell.js';
import { sessionsRefused } from '../../domain/ssh-failure.js';
import { BackupError } from '../../shared/backup-error.js';
import { runCommand, type CommandOptions, type CommandResult } from '../run-command.js';
import { atOnce } from './at-once.js';
import { farGroups } from './far-groups.js';
import { residentAnswers } from './resident-answers.js';
import type { ResidentShell } from './resident-shell.js';
import { runAndEnd } from './run-and-end.js';

/**
 * One connection to a host (ssh_config(5), ControlMaster). What is soon done is done by the shell of its first session, one
 * program after the other; what may be cancelled, or is sent much, is a session of its own.
 *
 * Nothing is waited for in which nothing goes on: it is ended then, and the connection is of no use any more.
 */
export interface SshConnection {
  /** As the person wrote it. */
  readonly host: string;
  /** What the first session printed. */
  readonly greeting: Buffer;
  /** From now on programs run as root. */
  useSudo(): void;
  /** The process group of the first session there; what it does can be seen, and ended, from now on. */
  knowGroup(group: string): void;
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
   * @throws BackupError `connection-lost`, `host-hangs`
   */
  run(program: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /**
   * Runs a script in the shell of the first session itself; see residentScript().
   *
   * @throws BackupError `connection-lost`, `host-hangs`
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

/** What connectBySsh() has made. */
export interface Master {
  readonly host: string;
  readonly resident: ResidentShell;
  readonly ended: Promise<CommandResult | null>;
  readonly program: string;
  /** Arguments that lead through it. */
  readonly session: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds in which something goes on over there. */
  readonly timeout: number;
  /** Aborts when what the connection is for is to stop. */
  readonly signal: AbortSignal | undefined;
  readonly close: () => Promise<void>;
}

export function sshConnection(master: Master, greeting: Buffer): SshConnection {
  const { host, resident, ended, program, session, environment, timeout, close } = master;
  const limited = atOnce(SESSIONS_AT_ONCE);
  let sudo = false;
  let starter: readonly string[] = [];
  const started = (name: string, args: readonly string[], announced = false): string => {
    const [first = name, ...rest] = [...starter, name, ...args];
    return shellCommand(first, rest, { sudo, announced });
  };
  const argumentsFor = (command: string): readonly string[] => [...session, '--', host, command];
  const groups = farGroups((script, group, signal) => {
    const command = shellCommand('sh', ['-c', script, 'sh', group], { sudo });
    return runCommand(program, argumentsFor(command), { environment, signal });
  });
  const answers = residentAnswers({ ...master, groups });
  const answered = async (ask: () => Promise<CommandResult | null>): Promise<CommandResult> => {
    const answer = await answers.waitFor(ask);
    if (answer !== null) return answer;
    throw sessionFailed(host, (await ended)?.complaint ?? '');
  };
  return {
    host,
    greeting,
    useSudo: () => {
      sudo = true;
    },
    knowGroup: (group) => answers.knowGroup(group),
    remoteShell: formatRemoteShell([program, ...session]),
    startBy: (before) => {
      starter = before;
    },
    commandLine: (name, args) => started(name, args),
    inShell: (script, args) => answered(() => resident.runItself(script, args)),
    run: async (name, args, options = {}) => {
      if (options.signal === undefined && (options.input?.length ?? 0) <= SMALL) {
        return answered(() => resident.run(name, args, options.input));
      }
      const command = started(name, args, true);
      const result = await limited(() =>
        runAndEnd(
          program,
          argumentsFor(command),
          { ...options, environment },
          {
            host,
            timeout,
            groups,
          },
        ),
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
