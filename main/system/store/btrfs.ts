import { stat, statfs } from 'node:fs/promises';
import { BackupError } from '../../shared/backup-error.js';
import type { Machine } from '../tools.js';

/** statfs(2), BTRFS_SUPER_MAGIC. */
export const BTRFS_MAGIC = 0x9123683e;
/** btrfs(5): the root of every subvolume. */
export const SUBVOLUME_INODE = 256;

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
export async function canRemoveSubvolumes(path: string, machine: Machine): Promise<boolean> {
  if (process.geteuid?.() === 0) return true;
  const args = ['--noheadings', '--output', 'OPTIONS', '--target', path];
  const { output } = await machine.run('findmnt', args);
  return allowsRemoval(output.toString('latin1'));
}

/** @param options of the mount, with commas between them */
export function allowsRemoval(options: string): boolean {
  return options.trim().split(',').includes('user_subvol_rm_allowed');
}

export async function createSubvolume(path: string, machine: Machine): Promise<void> {
  await btrfs(['subvolume', 'create', path], machine);
}

/** One transaction: the snapshot is there, whole, or it is not. */
export async function snapshotSubvolume(from: string, to: string, machine: Machine): Promise<void> {
  await btrfs(['subvolume', 'snapshot', '-r', from, to], machine);
}

export async function deleteSubvolume(path: string, machine: Machine): Promise<void> {
  await btrfs(['subvolume', 'delete', path], machine);
}

async function btrfs(args: readonly string[], machine: Machine): Promise<void> {
  const { exitCode, complaint } = await machine.run('btrfs', args);
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'btrfs-failed',
    title: `btrfs could not ${args[1] ?? ''} the subvolume “${args.at(-1) ?? ''}”.`,
    advice: 'The details have its answer.',
    detail: complaint,
  });
}
