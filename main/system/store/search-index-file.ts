import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { SearchIndex } from '../../domain/search-index.js';
import { errorCode } from '../error-code.js';

/** Increased when the index changes its form. */
const VERSION = 2;

interface StoredIndex {
  readonly version: number;
  readonly index: SearchIndex;
}

/**
 * An index that was kept, of exactly these snapshots.
 *
 * @returns null: there is none, or it is of no use any more.
 */
export async function readSearchIndex(
  path: string,
  snapshots: readonly string[],
): Promise<SearchIndex | null> {
  try {
    const { version, index } = deserialize(await readFile(path)) as StoredIndex;
    const fits = version === VERSION && index.snapshots.join('/') === snapshots.join('/');
    return fits ? index : null;
  } catch (error) {
    // Lost or damaged: it is made again.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** In a file that only its owner may read: it tells names of files. */
export async function writeSearchIndex(path: string, index: SearchIndex): Promise<void> {
  const stored: StoredIndex = { version: VERSION, index };
  const temporary = `${path}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(temporary, serialize(stored), { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    // The next search makes it again.
    if (errorCode(error) === null) throw error;
    await rm(temporary, { force: true });
  }
}
