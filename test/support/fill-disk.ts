import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.js';

export interface Filler {
  /** Makes the room again. */
  readonly remove: () => Promise<void>;
}

/** Takes all room of a file system but so many bytes; 0 is to the last block. */
export async function fillDisk(path: string, left: number): Promise<Filler> {
  const file = join(path, 'filler');
  const { bsize, bavail } = await statfs(path);
  // A large file needs a few blocks for its own map.
  const length = Math.floor(bavail * bsize - left - 16 * bsize);
  if (length > 0) await runProgram('fallocate', ['--length', String(length), file]);
  if (left === 0) await writeUntilFull(file);
  await runProgram('sync', ['--file-system', path]);
  return { remove: () => rm(file) };
}

async function writeUntilFull(path: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    for (;;) await file.write(Buffer.alloc(1024, 1));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await file.close();
  }
}
