import type { IoniceClass } from '../../shared/ionice-class.js';
import { BackupError } from '../../shared/backup-error.js';
import { LOCK_CONFLICT } from '../store/destination-lock.js';
import type { Machine } from '../tools.js';
import { asNotWritable } from '../store/as-not-writable.js';
import { belowFile } from '../store/resolve-destination.js';
import type { CommandOptions, CommandResult } from '../run-command.js';
import { errnoError } from './errno-error.js';
import { connectionLost, type SshConnection } from './ssh-connection.js';

/** The machine at the other end of a connection. */
export interface RemoteMachine extends Machine {
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
  const run: Machine['run'] = async (program, args, options) => {
    const result = await connection.run(program, args, options);
    if (result.exitCode !== LOCK_CONFLICT) return result;
    throw connectionLost(connection.host, 'Another run has taken the lock.');
  };
  const runHeavy: Machine['runHeavy'] = (program, args, options) =>
    ionice === null
      ? run(program, args, options)
      : run('ionice', ['--class', ionice, program, ...args], options);
  return {
    run,
    runHeavy,
    rsyncPath: () => connection.commandLine('rsync', []),
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
