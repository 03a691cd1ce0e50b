/** What rsync's quick check looks at, in the source and in `latest`. */
export interface EntryStatus {
  readonly kind: 'file' | 'directory' | 'symlink' | 'special';
  /** Bytes. */
  readonly size: number;
  /** Modification time in seconds since 1970, with fractions. */
  readonly modified: number;
}

/** Times this many seconds apart differ in whole seconds, which rsync compares, whichever way they were rounded. */
const SURELY_APART = 2;

/**
 * True: rsync will not touch the inode that `latest` has under this name now, or no snapshot shares it.
 *
 * A regular file that differs in size or time is written anew and renamed into place, or becomes another name of a file that is
 * up to date; what is missing or of another kind is created. Directories are never hard links. Symbolic links and special
 * files may get new times, owners and modes in place, and a regular file that passes the quick check too.
 *
 * @param latest null: there is nothing.
 */
export function isReplaced(source: EntryStatus, latest: EntryStatus | null): boolean {
  if (source.kind === 'directory') return true;
  if (latest?.kind !== source.kind) return true;
  if (source.kind !== 'file') return false;
  const apart = Math.abs(source.modified - latest.modified);
  return source.size !== latest.size || apart >= SURELY_APART;
}
