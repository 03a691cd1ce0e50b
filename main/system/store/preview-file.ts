import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { imageType, isPdf, isText } from '../../domain/file-content.js';
import type { Preview } from '../../shared/snapshot-content.js';
import { errorCode } from '../error-code.js';
import type { TreeDirectory } from '../tree-directory.js';

/** Bytes of a text that are shown: some thousand lines. */
const TEXT_LIMIT = 256 * 1024;
/** Bytes: photographs are smaller. */
const IMAGE_LIMIT = 40 * 1024 ** 2;

/**
 * The beginning of a text, or an image; nothing else is opened. Nothing waits: neither for whoever writes into a pipe, nor for
 * a device.
 *
 * @param imageLimit bytes
 */
export async function previewFile(
  directory: TreeDirectory,
  name: Uint8Array,
  imageLimit = IMAGE_LIMIT,
): Promise<Preview> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  if (directory.lstat(name)?.isFile() !== true) return { kind: 'none', reason: 'no-file' };
  try {
    const file = await open(directory.path(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return { kind: 'none', reason: 'no-file' };
      const beginning = await read(file, Math.min(stats.size, TEXT_LIMIT));
      if (beginning.length === 0) return { kind: 'none', reason: 'empty' };
      const type = imageType(beginning);
      if (type !== null) {
        if (stats.size > imageLimit) return { kind: 'none', reason: 'large' };
        return { kind: 'image', bytes: await read(file, stats.size), type };
      }
      if (isPdf(beginning)) return { kind: 'none', reason: 'pdf' };
      if (!isText(beginning)) return { kind: 'none', reason: 'binary' };
      const text = new TextDecoder('utf-8').decode(beginning);
      return { kind: 'text', text, whole: stats.size <= beginning.length };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ELOOP' || errorCode(error) === 'ENXIO') {
      return { kind: 'none', reason: 'no-file' };
    }
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
