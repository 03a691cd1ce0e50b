import type { Holder } from './ports-disks.js';

/** `bash (process 4711) uses /mnt/backup/notes.txt` */
export function sayHolders(holders: readonly Holder[]): string {
  if (holders.length === 0) return 'something uses it that no process tells of';
  const each = holders.map(
    ({ pid, program, file }) => `${program} (process ${String(pid)}) uses ${file}`,
  );
  return new Intl.ListFormat('en').format(each);
}
