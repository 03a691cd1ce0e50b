import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ageTree } from './age-tree.js';

/** A few files for tests that are about something else. */
export async function smallSource(path: string): Promise<string> {
  await mkdir(join(path, 'directory'), { recursive: true });
  await writeFile(join(path, 'file'), 'contents\n');
  await writeFile(join(path, 'directory/other'), 'other contents\n');
  await ageTree(path);
  return path;
}
