import { stat, statfs } from 'node:fs/promises';
import { BackupError } from '../../shared/backup-error.js';
import type { Tools } from '../tools.js';

/** statfs(2), BTRFS_SUPER_MAGIC. */
const BTRFS_MAGIC = 0x9123683e;
/** btrfs(5): the root of every subvolume. */
const SUBVOLUME_INODE = 256;

export async function isBtrfs(path: string): Promise<boolean> {
  return (await statfs(path)).type === BTRFS_MAGIC;
}

export async function isSubvolume(path: string): Promise<boolean> {
  return (await stat(path)).ino === SUBVOLUME_INODE && (await isBtrfs(path));
}

/**
 * True: whoever runs this can remove a subvolume again. Anybody can make one, but only root can remove it, or everybody
 * where the file system is mounted with user_subvol_rm_allowed (btrfs(5)).
 */
export async function canRemoveSubvolumes(path: string, tools: Tools): Promise<boolean> {
  if (process.geteuid?.() === 0) return true;
  const args = ['--noheadings', '--output', 'OPTIONS', '--target', path];
  const { output } = await tools.run('findmnt', args);
  return output.toString('latin1').trim().split(',').includes('user_subvol_rm_allowed');
}

export async function createSubvolume(path: string, tools: Tools): Promise<void> {
  await btrfs(['subvolume', 'create', path], tools);
}

/** One transaction: the snapshot is there, whole, or it is not. */
export async function snapshotSubvolume(from: string, to: string, tools: Tools): Promise<void> {
  await btrfs(['subvolume', 'snapshot', '-r', from, to], tools);
}

export async function deleteSubvolume(path: string, tools: Tools): Promise<void> {
  await btrfs(['subvolume', 'delete', path], tools);
}

async function btrfs(args: readonly string[], tools: Tools): Promise<void> {
  const { exitCode, complaint } = await tools.run('btrfs', args);
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'btrfs-failed',
    title: `btrfs could not ${args[1] ?? ''} the subvolume “${args.at(-1) ?? ''}”.`,
    advice: 'The details have its answer.',
    detail: complaint,
  });
}
