import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './guest-files.js';

/** Names, modes and contents of files of the repository, and of all files in directories of it. */
export async function contentsOf(paths: readonly string[]): Promise<readonly string[]> {
  const files = (await Promise.all(paths.map(filesIn))).flat();
  return Promise.all(
    files.map(async (path) => {
      const [content, { mode }] = await Promise.all([
        readFile(join(REPOSITORY, path), 'utf8'),
        stat(join(REPOSITORY, path)),
      ]);
      return `${path} ${mode.toString(8)}\n${content}`;
    }),
  );
}

async function filesIn(path: string): Promise<readonly string[]> {
  if ((await stat(join(REPOSITORY, path))).isFile()) return [path];
  const names = await readdir(join(REPOSITORY, path));
  const files = await Promise.all(names.sort().map((name) => filesIn(join(path, name))));
  return files.flat();
}
