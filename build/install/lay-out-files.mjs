import { chmod, copyFile, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Copies a file or a tree below `root`. Modes come from here and not from whoever checked the files out. */
export async function layOutTree(from, to, except = () => false) {
  const entry = await lstat(from);
  if (entry.isSymbolicLink()) {
    await rm(to, { force: true });
    await symlink(await readlink(from), to);
  } else if (entry.isDirectory()) {
    await mkdir(to, { recursive: true });
    await chmod(to, 0o755);
    for (const name of await readdir(from)) {
      if (!except(name)) await layOutTree(join(from, name), join(to, name), except);
    }
  } else {
    await layOutFile(from, to, entry.mode & 0o100 ? 0o755 : 0o644);
  }
}

export async function layOutFile(from, to, mode) {
  await mkdir(dirname(to), { recursive: true });
  // A program that runs from the old file keeps it.
  await rm(to, { force: true });
  await copyFile(from, to);
  await chmod(to, mode);
}

export async function layOutText(text, to, mode) {
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true });
  await writeFile(to, text);
  await chmod(to, mode);
}
