import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileBeginning } from '../engine/snapshot-contents.js';
import { errorCode } from './error-code.js';
import type { TreeDirectory } from './tree-directory.js';

/**
 * The first bytes of a file; null: it is none. Nothing waits: neither for whoever writes into a pipe, nor for a device.
 */
export async function readBeginning(
  directory: TreeDirectory,
  name: Uint8Array,
  bytes: number,
): Promise<FileBeginning | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  if (directory.lstat(name)?.isFile() !== true) return null;
  try {
    const file = await open(directory.path(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return null;
      return { size: stats.size, bytes: await read(file, Math.min(stats.size, bytes)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ELOOP' || errorCode(error) === 'ENXIO') return null;
    throw error;
  }
}

/** As much as there is, also of a file that becomes shorter meanwhile. */
async function read(file: Awaited<ReturnType<typeof open>>, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(buffer, at, length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return buffer.subarray(0, at);
}
