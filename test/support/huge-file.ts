import { truncate, writeFile } from 'node:fs/promises';

/** All hole: rsync is busy with it for long, and no disk is filled. */
export async function hugeFile(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 40 * 1000 ** 3);
}
