/** strerror(3) under LC_ALL=C: the programs on the other side give no code. */
const CODES: Readonly<Record<string, string>> = {
  'Permission denied': 'EACCES',
  'Operation not permitted': 'EPERM',
  'Read-only file system': 'EROFS',
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'Not a directory': 'ENOTDIR',
  'File exists': 'EEXIST',
  'Too many levels of symbolic links': 'ELOOP',
  'Input/output error': 'EIO',
};

/** As Node.js would have thrown it; null: what a program complained about is nothing of the kind. */
export function errnoError(complaint: string): NodeJS.ErrnoException | null {
  const found = Object.entries(CODES).find(([text]) => complaint.includes(text));
  if (found === undefined) return null;
  const error: NodeJS.ErrnoException = new Error(complaint.trim());
  error.code = found[1];
  error.syscall = 'remote';
  return error;
}
