import type { StoreLock } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import { asNotWritable } from '../store/as-not-writable.js';
import { busyDestination, LOCK_CONFLICT, parseHolder } from '../store/destination-lock.js';
import type { StorePaths } from '../store/store-paths.js';
import { errnoError } from './errno-error.js';
import type { CommandResult } from '../run-command.js';
import type { SshConnection } from './ssh-connection.js';

/**
 * In the resident shell itself: takes flock(2) on the destination's lock for itself alone, so
 * that nobody else has it, and keeps it shared from then on, as do the programs that it starts. So the kernel drops it when
 * the last of them is gone, and not when the line breaks while one of them still writes.
 *
 * The shell itself ends when its standard input does, or brings nothing for a while: a line that was cut tells sshd nothing
 * for hours.
 */
const TAKE = String.raw`
(
  umask 022
  if [ -L "$2" ]; then echo "$2: Too many levels of symbolic links" >&2; exit 1; fi
  : >>"$2"
) && exec 8<>"$2" && (
  flock --exclusive --nonblock --conflict-exit-code 75 8 || {
    conflict=$?
    if [ "$conflict" = 75 ]; then
      cat "$2"
      read -r holder rest <"$2" || :
      if [ -d "/proc/$holder" ]; then echo alive; else echo gone; fi
    fi
    exit "$conflict"
  }
  printf '%s %s\n' "$$" "$3" >"$2" || :
  flock --shared --nonblock --conflict-exit-code 75 8 || exit
  mark=
  read -r mark <"$2" || :
  printf %s "$mark"
) || { conflict=$?; exec 8>&-; ( exit "$conflict" ); }
`;
const LET_GO = 'exec 8>&-';

/**
 * In a session of its own: runs the program after the lock's name and mark while it holds the lock as well. A command that a
 * slow line brings when somebody else has had the lock meanwhile finds another mark, and does nothing.
 */
const HOLDING =
  'exec 9<"$1" || exit 75; flock --shared --nonblock 9 || exit 75; read -r mark <"$1"; [ "$mark" = "$2" ] || exit 75; shift 2; exec "$@"';

/** From then on, until it is released, all programs on the other side hold the lock. */
export async function lockRemotely(
  connection: SshConnection,
  { lock, parent }: StorePaths,
  now: Date,
): Promise<StoreLock> {
  const result = await connection.inShell(TAKE, [lock, now.toISOString()]);
  if (result.exitCode !== 0) throw refused(result, { lock, parent });
  const mark = result.output.toString('latin1');
  connection.startBy(['sh', '-c', HOLDING, 'sh', lock, mark]);
  return {
    release: async () => {
      connection.startBy([]);
      // Where the connection has gone, the lock has.
      await connection.inShell(LET_GO, []).catch(ignoreBackupError);
    },
  };
}

function ignoreBackupError(error: unknown): void {
  if (!(error instanceof BackupError)) throw error;
}

function refused(
  { exitCode, output, complaint }: CommandResult,
  { lock, parent }: Pick<StorePaths, 'lock' | 'parent'>,
): unknown {
  if (exitCode === LOCK_CONFLICT) {
    const told = output.toString('latin1');
    return busyDestination(lock, parseHolder(told), !told.endsWith('gone\n'));
  }
  const known = errnoError(complaint);
  if (known !== null) return asNotWritable(known, parent);
  return new BackupError({
    code: 'lock-failed',
    title: `“${lock}” could not be locked.`,
    advice: 'Its file system may not support locks; choose another destination.',
    detail: complaint,
  });
}
