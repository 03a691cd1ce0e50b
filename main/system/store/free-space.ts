import { statfs } from 'node:fs/promises';
import type { FreeSpace } from '../../engine/ports.js';

/** statfs(2). Root may also use the blocks that ext4 reserves for it. */
export async function freeSpace(path: string): Promise<FreeSpace> {
  return usableSpace(await statfs(path), process.geteuid?.() === 0);
}

/** What statfs(2) tells of a file system. */
export type FileSystemStats = Record<
  'type' | 'bsize' | 'blocks' | 'bfree' | 'bavail' | 'files' | 'ffree',
  number
>;

export function usableSpace(
  { type, bsize, blocks, bfree, bavail, files, ffree }: FileSystemStats,
  isRoot: boolean,
): FreeSpace {
  const forRoot = Math.max(bfree - (type === EXT4_MAGIC ? withheldBlocks(blocks) : 0), 0);
  return {
    bytes: (isRoot ? forRoot : bavail) * bsize,
    total: blocks * bsize,
    // btrfs and others create inodes as they need them and report none.
    inodes: files === 0 ? null : ffree,
  };
}

/** statfs(2), EXT4_SUPER_MAGIC. */
const EXT4_MAGIC = 0xef53;

/** ext4 keeps these free for itself, from root too: ext4(5), reserved_clusters in /sys/fs/ext4. */
function withheldBlocks(blocks: number): number {
  return Math.min(Math.floor(blocks / 50), 4096);
}
