import type { StoreLock } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import { asNotWritable } from '../store/as-not-writable.js';
import { busyDestination, LOCK_CONFLICT, parseHolder } from '../store/destination-lock.js';
import type { StorePaths } from '../store/store-paths.js';
import { errnoError } from './errno-error.js';
import type { CommandResult } from '../run-command.js';
import { sessionFailed, SSH_FAILED, type SshConnection } from './ssh-connection.js';

/**
 * Takes flock(2) on the destination's lock for itself alone, so that nobody else has it, and keeps it shared from then on:
 * every program that the run starts there holds it as well (see HOLDING). So the kernel drops it when the last of
 * them is gone, and not when the line breaks while one of them still writes.
 *
 * The script itself ends when its standard input does, or brings nothing for so many seconds: a line that was cut tells
 * sshd nothing for hours.
 */
const SCRIPT = String.raw`
set -e
umask 022
if [ -L "$1" ]; then echo "$1: Too many levels of symbolic links" >&2; exit 1; fi
exec 3<>"$1"
flock --exclusive --nonblock --conflict-exit-code 75 3 || {
  conflict=$?
  if [ "$conflict" = 75 ]; then
    cat "$1"
    read -r holder rest <"$1" || :
    if [ -d "/proc/$holder" ]; then echo alive; else echo gone; fi
  fi
  exit "$conflict"
}
printf '%s %s\n' "$$" "$2" >"$1" || :
flock --shared --nonblock --conflict-exit-code 75 3
mark=
read -r mark <"$1" || :
printf '%s\nlocked\n' "$mark"
while beat=$(timeout "$3" head -c 1) && [ -n "$beat" ]; do :; done
`;

/**
 * Runs the program after the lock's name and mark while it holds the lock as well. A command that a slow line brings when
 * somebody else has had the lock meanwhile finds another mark, and does nothing.
 */
export const HOLDING =
  'exec 9<"$1" || exit 75; flock --shared --nonblock 9 || exit 75; read -r mark <"$1"; [ "$mark" = "$2" ] || exit 75; shift 2; exec "$@"';

export interface RemoteLock extends StoreLock {
  /** What the lock's file says of who has it. */
  readonly mark: string;
  /** True: nobody keeps it any more. */
  readonly isLost: boolean;
}

export async function lockRemotely(
  connection: SshConnection,
  { lock, parent }: StorePaths,
  now: Date,
  timeout: number,
): Promise<RemoteLock> {
  let output = '';
  let told: () => void = () => undefined;
  const locked = new Promise<void>((resolve) => {
    told = resolve;
  });
  const args = ['-c', SCRIPT, 'sh', lock, now.toISOString(), String(timeout)];
  const holder = connection.start('sh', args, {
    onOutput: (chunk) => {
      output += chunk.toString('latin1');
      if (output.endsWith('locked\n')) told();
    },
  });
  let isLost = false;
  const ended = holder.done.then(
    (result) => {
      isLost = true;
      return result;
    },
    () => {
      isLost = true;
      return null;
    },
  );
  await Promise.race([locked, ended]);
  if (!output.endsWith('locked\n')) {
    const result = await ended;
    // Of ssh itself: nothing is known of the lock.
    if (result === null || result.exitCode === SSH_FAILED) {
      throw sessionFailed(connection.host, result?.complaint ?? '');
    }
    throw refused(result, output, { lock, parent });
  }
  const heart = setInterval(() => holder.write('.'), (timeout * 1000) / 4);
  return {
    mark: output.slice(0, -'\nlocked\n'.length),
    get isLost() {
      return isLost;
    },
    release: async () => {
      clearInterval(heart);
      holder.end();
      await ended;
    },
  };
}

function refused(
  { exitCode, complaint }: CommandResult,
  output: string,
  { lock, parent }: Pick<StorePaths, 'lock' | 'parent'>,
): unknown {
  if (exitCode === LOCK_CONFLICT) {
    return busyDestination(lock, parseHolder(output), !output.endsWith('gone\n'));
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
