import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InvalidDestinationDirectoryError, type BackupError } from '../../shared/backup-error.js';
import { errorCode, orWhenMissing } from '../error-code.js';

/** Absolute, with the symbolic links of the part that exists resolved; the rest need not exist yet. */
export async function resolveDestination(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') throw belowFile(path);
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    const entry = await orWhenMissing(() => lstat(path), null);
    if (entry?.isSymbolicLink() === true) throw brokenLink(path);
    return join(await resolveDestination(dirname(path)), basename(path));
  }
}

/** To follow it would be to write where a disk should be mounted. */
export function brokenLink(path: string): BackupError {
  return new InvalidDestinationDirectoryError({
    code: 'destination-link-broken',
    title: `“${path}” is, or lies behind, a symbolic link that leads nowhere.`,
    advice: 'If it leads to a disk, mount that first; otherwise name another directory.',
  });
}

export function belowFile(path: string): BackupError {
  return new InvalidDestinationDirectoryError({
    code: 'destination-not-a-directory',
    title: `“${path}” cannot be a directory: something above it is a file.`,
    advice: 'Choose another name for it.',
  });
}

/** The directory itself, or the nearest one above it that exists. */
export async function nearestDirectory(path: string): Promise<string> {
  try {
    if ((await stat(path)).isDirectory()) return path;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
  }
  return nearestDirectory(dirname(path));
}
