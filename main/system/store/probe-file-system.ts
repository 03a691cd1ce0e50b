import { chmod, link, lstat, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSystemDefect } from '../../engine/ports.js';
import { asNotWritable } from './as-not-writable.js';
import { PROBE_PREFIX } from './store-paths.js';

/** Tries in a directory of its own, which is gone afterwards. exFAT lacks all of it, NTFS some, depending on its options. */
export async function probeFileSystem(directory: string): Promise<readonly FileSystemDefect[]> {
  const probe = await makeDirectory(directory);
  try {
    const file = join(probe, 'file');
    await writeFile(file, '');
    const working: Record<FileSystemDefect, boolean> = {
      'hard-links': await works(() => linksShareTheFile(file, join(probe, 'link'))),
      'symbolic-links': await works(() => symlinkStaysOne(join(probe, 'symlink'))),
      modes: await works(() => modesStick(file)),
      colons: await works(() => writeFile(join(probe, 'a:b'), '')),
    };
    return DEFECTS.filter((defect) => !working[defect]);
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}

async function makeDirectory(directory: string): Promise<string> {
  try {
    return await mkdtemp(join(directory, PROBE_PREFIX));
  } catch (error) {
    throw asNotWritable(error, directory);
  }
}

const DEFECTS: readonly FileSystemDefect[] = ['hard-links', 'symbolic-links', 'modes', 'colons'];

/** A file system says no in many ways (EPERM, ENOTSUP, EINVAL, EIO); every one of them means that it cannot. */
async function works(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await attempt()) !== false;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

async function linksShareTheFile(file: string, name: string): Promise<boolean> {
  await link(file, name);
  return (await stat(file)).nlink === 2;
}

async function symlinkStaysOne(name: string): Promise<boolean> {
  await symlink('nowhere', name);
  return (await lstat(name)).isSymbolicLink();
}

async function modesStick(file: string): Promise<boolean> {
  for (const mode of [0o600, 0o751]) {
    await chmod(file, mode);
    if (((await stat(file)).mode & 0o7777) !== mode) return false;
  }
  return true;
}
