import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { errorCode } from './error-code.js';

/** chmod(2), S_IWGRP and S_IWOTH. With an access control list the first stands for all that it allows: acl(5). */
const WRITABLE_BY_OTHERS = 0o022;

/** Root acts on a path only where nobody else can change what it means. */
export class UntrustedPathError extends Error {
  override readonly name = 'UntrustedPathError';
  readonly path: string;
  /** Completes “<path> …”. */
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`“${path}” ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

/**
 * Every directory from `/` to `path`, this one too, is root's alone to change. What does not exist yet is not looked at:
 * only root can create it.
 *
 * @param path absolute, without `.`, `..` and double slashes
 * @throws UntrustedPathError
 */
export async function checkTrustedDirectory(path: string): Promise<void> {
  for (const directory of ancestors(path)) {
    const stats = await lstatIfThere(directory);
    if (stats === null) return;
    if (!stats.isDirectory()) throw new UntrustedPathError(directory, kindProblem(stats));
    checkOwner(directory, stats);
  }
}

/**
 * The contents of a file that only root can have written.
 *
 * @param longest bytes
 * @returns null: there is no such file.
 * @throws UntrustedPathError, or a system error where it may not be read
 */
export async function readTrustedFile(path: string, longest: number): Promise<Buffer | null> {
  await checkTrustedDirectory(path.slice(0, path.lastIndexOf('/')));
  // Not blocking: what waits there for a writer may be a FIFO.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await openIfThere(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (file === null) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UntrustedPathError(path, 'is not a file.');
    checkOwner(path, stats);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(longest + 1), 0, longest + 1, 0);
    if (bytesRead <= longest) return buffer.subarray(0, bytesRead);
    throw new UntrustedPathError(path, `is longer than ${String(longest)} bytes.`);
  } finally {
    await file.close();
  }
}

function ancestors(path: string): readonly string[] {
  const names = path.split('/').filter((name) => name !== '');
  return ['/', ...names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)];
}

function checkOwner(path: string, { uid, mode }: Stats): void {
  if (uid !== 0) {
    throw new UntrustedPathError(path, `belongs to the user with the number ${String(uid)}.`);
  }
  if ((mode & WRITABLE_BY_OTHERS) !== 0) {
    throw new UntrustedPathError(path, 'can be changed by others than its owner.');
  }
}

function kindProblem(stats: Stats): string {
  return stats.isSymbolicLink() ? 'is a symbolic link.' : 'is not a directory.';
}

async function lstatIfThere(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function openIfThere(path: string, flags: number) {
  try {
    return await open(path, flags);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (errorCode(error) === 'ELOOP') throw new UntrustedPathError(path, 'is a symbolic link.');
    // open(2): a socket.
    if (errorCode(error) === 'ENXIO') throw new UntrustedPathError(path, 'is not a file.');
    throw error;
  }
}
