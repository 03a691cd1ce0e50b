import { statfs } from 'node:fs/promises';
import type { FreeSpace } from '../../engine/ports.js';

/** statfs(2). Root may also use the blocks that ext4 reserves for it. */
export async function freeSpace(path: string): Promise<FreeSpace> {
  const { bsize, bfree, bavail, files, ffree } = await statfs(path);
  return {
    bytes: (process.geteuid?.() === 0 ? bfree : bavail) * bsize,
    // btrfs and others create inodes as they need them and report none.
    inodes: files === 0 ? null : ffree,
  };
}
