import { constants, type Stats } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { errorCode } from './error-code.js';

/** A directory that stays the one it was, whatever is renamed, removed or linked around it meanwhile. */
export interface OpenedDirectory {
  readonly handle: FileHandle;
  readonly close: () => Promise<void>;
}

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;

/**
 * Opens a directory by way of the names that lead to it, none of which may be a symbolic link.
 *
 * @param start a path that only root can have changed
 * @throws a system error: ENOENT, ENOTDIR (also for a symbolic link), EACCES
 */
export async function openDirectory(
  start: string,
  names: readonly Uint8Array[],
): Promise<OpenedDirectory> {
  let directory = opened(await open(start, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  for (const name of names) {
    const outer = directory;
    directory = await openInside(outer, name).finally(outer.close);
  }
  return directory;
}

/** A directory in an opened one, which stays open. */
export async function openInside(
  { handle }: OpenedDirectory,
  name: Uint8Array | string,
): Promise<OpenedDirectory> {
  return opened(await open(entryPath(handle, name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
}

/** As openInside, by way of several names; without any, the directory itself once more. */
export async function openBelow(
  target: OpenedDirectory,
  names: readonly Uint8Array[],
): Promise<OpenedDirectory> {
  let directory = await openInside(target, '.');
  for (const name of names) {
    const outer = directory;
    directory = await openInside(outer, name).finally(outer.close);
  }
  return directory;
}

function opened(handle: FileHandle): OpenedDirectory {
  return { handle, close: () => handle.close() };
}

/** proc(5), /proc/self/fd: the directory itself, not its path. */
export function directoryPath(handle: FileHandle): string {
  return `/proc/self/fd/${String(handle.fd)}`;
}

/** Of something in an opened directory. Its last name is not followed by whoever says so, and there is no other. */
export function entryPath(handle: FileHandle, name: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from(`${directoryPath(handle)}/`), Buffer.from(name)]);
}

/** null: there is nothing of that name. */
export async function lstatEntry(handle: FileHandle, name: Uint8Array): Promise<Stats | null> {
  try {
    return await lstat(entryPath(handle, name));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
