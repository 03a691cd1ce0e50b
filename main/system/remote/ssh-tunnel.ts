import { createConnection, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authority } from '../../domain/authority.js';
import { sshFailure } from '../../domain/ssh-failure.js';
import { BackupError, CancelledError } from '../../shared/backup-error.js';
import { isRoot } from '../is-root.js';
import { startCommand, type CommandResult } from '../run-command.js';
import type { RemoteOptions } from './remote-options.js';
import { sshOptions } from './ssh-options.js';
import { checkShell, lastingProgram } from './ssh-program.js';

export interface SshTunnel {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

/** Somebody else may take a free port before ssh does. */
const ATTEMPTS = 5;
/** Milliseconds between two looks whether it is open. */
const INTERVAL = 50;

/**
 * Forwards a port of this machine to `target`, as the host that `gate` names sees it. No command is run there (ssh(1), -N), so
 * the account needs no shell. It is open when a daemon has answered through it, and dies with us.
 */
export async function openTunnel(
  gate: Authority,
  target: { readonly hostname: string; readonly port: number },
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<SshTunnel> {
  await checkShell(options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryTunnel(gate, target, options, signal);
    } catch (error) {
      const taken = error instanceof BackupError && /Address already in use/.test(error.detail);
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function tryTunnel(
  gate: Authority,
  target: { readonly hostname: string; readonly port: number },
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<SshTunnel> {
  const port = await freePort();
  const far = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname;
  const stop = new AbortController();
  const [program, ...own] = lastingProgram(options);
  const ssh = startCommand(
    program,
    [
      ...own,
      ...sshOptions(options, gate.username),
      ...['-o', 'ControlPath=none', '-o', 'ControlMaster=no', '-o', 'ExitOnForwardFailure=yes'],
      ...(gate.port === null ? [] : ['-p', String(gate.port)]),
      ...['-N', '-L', `127.0.0.1:${String(port)}:${far}:${String(target.port)}`],
      ...['--', gate.hostname],
    ],
    { environment: options.environment, signal: stop.signal },
  );
  const ending: { result: CommandResult | null; isOver: boolean } = { result: null, isOver: false };
  const ended = ssh.done
    .then((result) => {
      ending.result = result;
    })
    .catch(() => undefined)
    .finally(() => {
      ending.isOver = true;
    });
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  try {
    for (;;) {
      if (signal.aborted) throw new CancelledError();
      if (ending.isOver) throw tunnelFailed(ending.result, gate.hostname);
      const answer = await greetingAt(port, options.timeout * 1000, signal);
      if (answer === 'refused') await sleep(INTERVAL);
      else if (answer === 'closed') throw nothingBehind(gate.hostname, target);
      else return { port, close };
    }
  } catch (error) {
    await close();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** `refused`: ssh does not listen yet. `closed`: it does, and nobody speaks at the other end. */
function greetingAt(
  port: number,
  milliseconds: number,
  signal: AbortSignal,
): Promise<'answered' | 'refused' | 'closed'> {
  return new Promise((resolve) => {
    let connected = false;
    const socket = createConnection({ port, host: '127.0.0.1', signal });
    const settle = (answer: 'answered' | 'refused' | 'closed') => (): void => {
      resolve(answer);
      socket.destroy();
    };
    socket.setTimeout(milliseconds, settle('closed'));
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('data', settle('answered'));
    socket.once('error', () => settle(connected ? 'closed' : 'refused')());
    socket.once('close', settle('closed'));
  });
}

function tunnelFailed(result: CommandResult | null, host: string): BackupError {
  const failure = sshFailure(result?.complaint ?? '', host, isRoot());
  return BackupError.from(
    failure.code === 'ssh-failed' ? { ...failure, code: 'tunnel-failed' } : failure,
  );
}

function nothingBehind(
  gate: string,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): BackupError {
  return new BackupError({
    code: 'tunnel-leads-nowhere',
    title: `Through the tunnel to “${gate}”, no rsync daemon answers at “${hostname}”, port ${String(port)}.`,
    advice:
      'Start the daemon there, check its port, and that sshd_config there allows forwarding (AllowTcpForwarding, PermitOpen).',
  });
}
