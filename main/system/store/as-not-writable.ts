import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';

/** The advice depends on why the file system refused. */
export function asNotWritable(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new BackupError({
      code: 'destination-not-writable',
      title: `You may not write to “${path}”.`,
      advice: 'Choose a directory that is yours, or run the backup as root, the administrator.',
      cause: error,
    });
  }
  if (code === 'EROFS') {
    return new BackupError({
      code: 'destination-read-only',
      title: `The file system of “${path}” is mounted read-only.`,
      advice: 'Linux does that after errors: unmount it, check it with fsck, and mount it again.',
      cause: error,
    });
  }
  if (code === 'ENOSPC') {
    return new BackupError({
      code: 'disk-full',
      title: `The disk of “${path}” is full: not even the record of a run fits.`,
      advice:
        'Remove one snapshot by hand (each is a directory named by its date), then use --rotate.',
      cause: error,
    });
  }
  return error;
}
