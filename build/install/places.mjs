/** Where a package puts things, relative to the root directory. */
export const APPLICATION = 'opt/rsync-system-backup';
export const EXECUTABLE = `${APPLICATION}/rsync-system-backup`;
export const PROGRAM = `${APPLICATION}/resources/app`;
