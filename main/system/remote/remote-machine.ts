import type { IoniceClass } from '../../shared/ionice-class.js';
import { BackupError } from '../../shared/backup-error.js';
import { LOCK_CONFLICT } from '../store/destination-lock.js';
import type { Machine } from '../tools.js';
import { asNotWritable } from '../store/as-not-writable.js';
import { belowFile } from '../store/resolve-destination.js';
import type { CommandOptions, CommandResult } from '../run-command.js';
import { errnoError } from './errno-error.js';
import { HOLDING, type RemoteLock } from './remote-lock.js';
import { connectionLost, type SshConnection } from './ssh-connection.js';

/** The machine at the other end of a connection. */
export interface RemoteMachine extends Machine {
  /** From now on every program holds the lock as well. */
  hold(path: string, lock: RemoteLock): void;
  /** Shell text for rsync(1), --rsync-path. */
  rsyncPath(): string;
  /**
   * Runs a fixed script; names are its arguments, never part of it.
   *
   * @param about the path that an error is about
   * @param expected exit values that are the caller's to judge
   * @throws BackupError for any other exit value but 0
   */
  script(
    text: string,
    args: readonly string[],
    about: string,
    options?: CommandOptions & { readonly expected?: readonly number[] },
  ): Promise<CommandResult>;
}

export function remoteMachine(
  connection: SshConnection,
  ionice: IoniceClass | null,
): RemoteMachine {
  let held: { readonly path: string; readonly lock: RemoteLock } | null = null;
  const holding = (program: string, args: readonly string[]): readonly [string, ...string[]] =>
    held === null
      ? [program, ...args]
      : ['sh', '-c', HOLDING, 'sh', held.path, held.lock.mark, program, ...args];
  const run: Machine['run'] = async (program, args, options) => {
    if (held?.lock.isLost === true) throw connectionLost(connection.host, 'The lock is lost.');
    const [first, ...rest] = holding(program, args);
    const result = await connection.run(first, rest, options);
    if (held !== null && result.exitCode === LOCK_CONFLICT) {
      throw connectionLost(connection.host, 'Another run has taken the lock.');
    }
    return result;
  };
  const runHeavy: Machine['runHeavy'] = (program, args, options) =>
    ionice === null
      ? run(program, args, options)
      : run('ionice', ['--class', ionice, program, ...args], options);
  return {
    run,
    runHeavy,
    hold: (path, lock) => {
      held = { path, lock };
    },
    rsyncPath: () => {
      const [program, ...args] = holding('rsync', []);
      return connection.commandLine(program, args);
    },
    script: async (text, args, about, { expected = [], ...options } = {}) => {
      const result = await runHeavy('sh', ['-c', text, 'sh', ...args], options);
      if (result.exitCode === 0 || expected.includes(result.exitCode)) return result;
      const known = errnoError(result.complaint);
      const place = `${connection.host}:${about}`;
      if (known?.code === 'ENOTDIR' || known?.code === 'EEXIST') throw belowFile(place);
      throw known === null ? scriptFailed(place, result) : asNotWritable(known, place);
    },
  };
}

function scriptFailed(place: string, { complaint, exitCode }: CommandResult): BackupError {
  return new BackupError({
    code: 'remote-failed',
    title: `What was to be done in “${place}” failed.`,
    advice: 'The details have what its programs said.',
    detail: complaint === '' ? `Exit value ${String(exitCode)}.` : complaint,
  });
}
