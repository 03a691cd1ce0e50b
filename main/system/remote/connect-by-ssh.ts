import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SshDestination } from '../../domain/destination.js';
import { ANNOUNCED_GROUP, shellCommand } from '../../domain/shell-command.js';
import { sshFailure } from '../../domain/ssh-failure.js';
import { BackupError, CancelledError } from '../../shared/backup-error.js';
import { isRoot } from '../is-root.js';
import { startCommand, type CommandResult } from '../run-command.js';
import { hostHangs } from './far-groups.js';
import { linkTimeout, type RemoteOptions } from './remote-options.js';
import { ResidentShell } from './resident-shell.js';
import { makeSocketDirectory } from '../socket-directory.js';
import { SSH_FAILED, sshConnection, type SshConnection } from './ssh-connection.js';
import { sessionOptions, sshOptions } from './ssh-options.js';
import { checkShell, lastingProgram } from './ssh-program.js';

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
  await checkShell(options);
  const directory = await makeSocketDirectory();
  const socket = join(directory, 'ssh');
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
  let cause: unknown = null;
  const ended = master.done.catch((error: unknown) => {
    // Killed, or stopped by us: how it went is not known, and what it was is told with the failure.
    cause = error;
    return null;
  });
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const onAbort = (): void => stop.abort();
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) stop.abort();
  // Whoever is asked for a passphrase may take all the time in the world.
  const patience = options.batch ? options.timeout + linkTimeout(options) : null;
  const hangs = !(await within(patience, Promise.race([greeted, ended])));
  if (hangs) stop.abort();
  signal?.removeEventListener('abort', onAbort);
  const greeting = Buffer.concat(output);
  if (!greeting.includes(end)) {
    const result = await ended;
    await close();
    if (signal?.aborted === true) throw new CancelledError();
    if (hangs) throw hostHangs(hostname, options.timeout, null);
    throw notConnected(result, greeting, hostname, cause);
  }
  const shell = new ResidentShell(master.write, ended);
  resident = shell;
  const heart = setInterval(() => shell.stay(), (linkTimeout(options) * 1000) / 4);
  stop.signal.addEventListener('abort', () => clearInterval(heart));
  return sshConnection(
    {
      host: hostname,
      resident: shell,
      ended,
      // A session has nothing to ask, and leaves Ctrl-C alone in no other way.
      program: 'setsid',
      session: [program, ...own, ...sessionOptions(socket, options, username)],
      environment: options.environment,
      timeout: options.timeout,
      signal,
      close,
    },
    greeting,
  );
}

/**
 * False: it takes longer.
 *
 * @param seconds null: however long it takes
 */
async function within(seconds: number | null, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    if (seconds !== null) timer = setTimeout(() => resolve(false), seconds * 1000);
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

/** @param cause why there is no result; null: there is one */
function notConnected(
  result: CommandResult | null,
  output: Buffer,
  host: string,
  cause: unknown,
): BackupError {
  const complaint = result?.complaint.replace(ANNOUNCED_GROUP, '') ?? '';
  if (result === null || result.exitCode === SSH_FAILED) {
    return new BackupError({ ...sshFailure(complaint, host, isRoot()), cause });
  }
  return new BackupError({
    code: 'remote-shell-refused',
    title: `“${host}” lets you in, but runs no commands for this account.`,
    advice:
      'Give the account a shell such as /bin/sh; an account without one can be used for --tunnel only.',
    detail: `${output.toString('latin1')}${complaint}`,
  });
}
