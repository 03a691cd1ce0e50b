import { BackupError } from '../../shared/backup-error.js';
import { errnoError } from './errno-error.js';

/** strerror(3) under LC_ALL=C: it is not there, or not without following a symbolic link. A complaint is one line. */
export const ABSENT =
  /: (No such file or directory|Not a directory|Too many levels of symbolic links|File name too long)$/;

/**
 * A shell command that keeps quiet about what is expected, and ends with COMPLAINED where its programs say anything else.
 *
 * @param expected without single quotes; grep(1), -E, reads it as well
 */
export function telling(command: string, expected: RegExp): string {
  return `{ { ${command} ; } 2>&1 >&3 3>&- | { ! grep -avE '${expected.source}' >&2; }; } 3>&1`;
}

/** Of `telling`: something that is there was not seen. */
export const COMPLAINED = 1;

/** As the local store throws it, where it has a code. */
export function notSeen(path: string, complaint: string): Error {
  const [first = ''] = complaint.split('\n');
  const unknown = new BackupError({
    code: 'remote-failed',
    title: `Not everything in “${path}” could be looked at.`,
    advice: 'The details have what its programs said.',
    detail: complaint,
  });
  return errnoError(first) ?? unknown;
}
