import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { requireRoot } from './require-root.js';
import { runProgram } from './run-program.js';
import { temporaryDirectory } from './temporary-directory.js';

export type FileSystemType = 'ext4' | 'btrfs' | 'exfat' | 'ntfs';

export interface LoopFileSystem {
  /** Where it is mounted. */
  readonly path: string;
  /** The file that plays the disk. */
  readonly image: string;
}

const MAKE: Readonly<Record<FileSystemType, readonly [string, ...string[]]>> = {
  // No blocks reserved for root, so that full means full.
  ext4: ['mkfs.ext4', '-q', '-F', '-m', '0', '-E', 'nodiscard'],
  btrfs: ['mkfs.btrfs', '--quiet'],
  exfat: ['mkfs.exfat'],
  ntfs: ['mkfs.ntfs', '--quiet', '--fast', '--force'],
};

/** The last two live in user space, as on Debian. */
const MOUNT: Readonly<Record<FileSystemType, readonly [string, ...string[]]>> = {
  ext4: ['mount', '-t', 'ext4'],
  btrfs: ['mount', '-t', 'btrfs'],
  exfat: ['mount.exfat-fuse'],
  ntfs: ['ntfs-3g'],
};

/** A real file system in a file, mounted until the test ends. */
export async function loopFileSystem(
  type: FileSystemType,
  megabytes: number,
  options: readonly string[] = [],
): Promise<LoopFileSystem> {
  const { path, image } = await unmountedFileSystem(type, megabytes, options);
  const device = (await runProgram('losetup', ['--find', '--show', image])).trim();
  onTestFinished(async () => {
    await runProgram('losetup', ['--detach', device]);
  });
  const [program, ...args] = MOUNT[type];
  await runProgram(program, [...args, device, path]);
  onTestFinished(async () => {
    await runProgram('umount', [path]);
  });
  return { path, image };
}

/** As loopFileSystem; `path` is an empty directory that waits for it. */
export async function unmountedFileSystem(
  type: FileSystemType,
  megabytes: number,
  options: readonly string[] = [],
): Promise<LoopFileSystem> {
  requireRoot();
  const directory = await temporaryDirectory();
  const [image, path] = [join(directory, 'image'), join(directory, 'mounted')];
  await mkdir(path);
  await writeFile(image, '');
  await truncate(image, megabytes * 1024 ** 2);
  const [program, ...args] = MAKE[type];
  await runProgram(program, [...args, ...options, image]);
  return { path, image };
}
