import { createConnection } from 'node:net';
import { isSilence } from '../../domain/host-answer.js';
import type { RemotePlace } from '../../domain/remote-place.js';
import { sshFailure } from '../../domain/ssh-failure.js';
import { CancelledError } from '../../shared/backup-error.js';
import { isRoot } from '../is-root.js';
import { runCommand } from '../run-command.js';
import type { RemoteOptions } from './remote-options.js';
import { SSH_FAILED } from './ssh-connection.js';
import { sshOptions } from './ssh-options.js';

/** rsync(1): the port of a daemon where none is named. */
const DAEMON_PORT = 873;

/** Seconds. Whoever takes longer to let somebody in is as good as away. */
const PATIENCE = 10;

/**
 * Whether somebody is there, which takes at most some twenty seconds. A host that answers and refuses us counts: a run then says what
 * there is to mend.
 */
export function hostAnswers(
  door: RemotePlace['door'],
  options: Pick<RemoteOptions, 'shell' | 'environment'>,
): Promise<boolean> {
  return door.by === 'tcp' ? takesConnections(door) : answersToSsh(door, options);
}

async function answersToSsh(
  { hostname, username, port }: RemotePlace['door'],
  { shell: [program = '', ...own], environment }: Pick<RemoteOptions, 'shell' | 'environment'>,
): Promise<boolean> {
  const args = [
    ...own,
    ...sshOptions({ batch: true, timeout: PATIENCE }, username),
    ...['-o', 'ControlPath=none', '-o', 'ClearAllForwardings=yes'],
    ...(port === null ? [] : ['-p', String(port)]),
    ...['--', hostname, 'true'],
  ];
  try {
    const signal = AbortSignal.timeout(2 * PATIENCE * 1000);
    const { exitCode, complaint } = await runCommand(program, args, { environment, signal });
    return exitCode !== SSH_FAILED || !isSilence(sshFailure(complaint, hostname, isRoot()).code);
  } catch (error) {
    if (error instanceof CancelledError) return false;
    throw error;
  }
}

function takesConnections({ hostname, port }: RemotePlace['door']): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: port ?? DAEMON_PORT });
    const settle = (answers: boolean) => (): void => {
      resolve(answers);
      socket.destroy();
    };
    socket.setTimeout(PATIENCE * 1000, settle(false));
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
  });
}
