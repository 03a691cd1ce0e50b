import { BackupError, CancelledError } from '../shared/backup-error.js';

/** What a person is told of anything that was thrown; `internal-error` is a bug. */
export function asBackupError(error: unknown): BackupError {
  if (error instanceof BackupError) return error;
  if (error instanceof Error && error.name === 'AbortError') return new CancelledError();
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isDiskFull(error)) return diskFull(detail, error);
  // An errno(3) with a system call is the machine's doing, not ours.
  if (error instanceof Error && 'syscall' in error) {
    return new BackupError({
      code: 'system-error',
      title: `The system refused: ${error.message}.`,
      advice: 'The log has the details.',
      detail,
      cause: error,
    });
  }
  return new BackupError({
    code: 'internal-error',
    title: 'Something happened that this program did not expect.',
    advice: 'This is a fault of the program; report it with the details.',
    detail,
    cause: error,
  });
}

/** Only the destination is ever written to; what rsync and cp say is judged where they run. */
function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  );
}

function diskFull(detail: string, cause: unknown): BackupError {
  return new BackupError({
    code: 'disk-full',
    title: 'The disk of the backup is full: nothing more fits.',
    advice:
      'Remove snapshots with --rotate and a smaller scheme (that needs no room), or use a larger disk.',
    detail,
    cause,
  });
}
