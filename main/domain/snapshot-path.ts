import { unescapeName } from '../shared/display-name.js';

/** NAME_MAX of Linux, in bytes. */
const LONGEST_NAME = 255;

const SLASH = 0x2f;
const NUL = 0;
const DOT = 0x2e;

/**
 * The names, from the outside to the inside, of a path in a snapshot as rsync escapes it; empty: the snapshot itself.
 *
 * @returns null where it is not such a path: absolute, with empty names, `.` or `..`, or, behind an escape, a slash or a NUL.
 */
export function parseSnapshotPath(path: string): readonly Uint8Array[] | null {
  if (path === '') return [];
  const names = path.split('/').map(unescapeName);
  return names.every(isName) ? names : null;
}

function isName(name: Uint8Array): boolean {
  const isDots = name.length <= 2 && name.every((byte) => byte === DOT);
  if (name.length === 0 || name.length > LONGEST_NAME || isDots) return false;
  return !name.includes(SLASH) && !name.includes(NUL);
}
