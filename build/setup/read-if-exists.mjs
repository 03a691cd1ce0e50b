import { readFileSync } from 'node:fs';

/** A file's text; null where there is no such file. */
export function readIfExists(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
