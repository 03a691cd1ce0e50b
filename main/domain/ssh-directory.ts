import type { Failure } from '../shared/result.js';
import type { SshDestination } from './destination.js';

/** Why a directory of another machine cannot be a destination; null: nothing in its name speaks against it. */
export function sshDirectoryFailure({ directory, hostname }: SshDestination): Failure | null {
  if (directory.startsWith('~')) {
    return {
      code: 'destination-tilde',
      title: `“${directory}” would be a directory with a tilde in its name: no shell reads it.`,
      advice: `A path without a slash at its beginning starts in the home directory: ${hostname}:${directory.replace(/^~[^/]*\/*/, '')}`,
      detail: '',
    };
  }
  const name = directory.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return ['', '.', '..'].includes(name) ? noDirectoryAround(directory, hostname) : null;
}

export function noDirectoryAround(directory: string, host: string): Failure {
  return {
    code: 'destination-is-root',
    title: `“${host}:${directory}” cannot be a destination: there is no directory around it for the snapshots.`,
    advice: `Name a directory for the backup, such as ${host}:/mnt/backup/latest.`,
    detail: '',
  };
}
