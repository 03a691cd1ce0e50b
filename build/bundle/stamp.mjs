import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../setup/root.mjs';

const INPUTS = ['main', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];
const STAMP = join(ROOT, 'out/.built-from');

/** Whether `out/` was made from the files as they are now. */
export async function isBuilt() {
  return recorded() === (await fingerprint());
}

/** `inputs` is the fingerprint from before the build: what was edited during it is built next time. */
export async function recordBuild(inputs) {
  await mkdir(dirname(STAMP), { recursive: true });
  await writeFile(STAMP, inputs);
}

function recorded() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Names, sizes and times stand for contents: reading them takes milliseconds. */
export async function fingerprint() {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(INPUTS.map(filesIn))).flat().sort()) {
    const { size, mtimeMs } = await stat(join(ROOT, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

async function filesIn(path) {
  if ((await stat(join(ROOT, path))).isFile()) return [path];
  const entries = await readdir(join(ROOT, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length));
}
