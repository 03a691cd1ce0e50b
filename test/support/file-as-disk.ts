import { lstat, rm, writeFile } from 'node:fs/promises';
import type { SharedResource } from '../../main/engine/ports-disks.js';
import { orWhenMissing } from '../../main/system/error-code.js';

/** Open while the file is there. Opened twice or closed twice, it complains. */
export function fileAsDisk(file: string): SharedResource {
  return {
    state: async () => {
      const stats = await orWhenMissing(() => lstat(file, { bigint: true }), null);
      return stats === null ? null : String(stats.mtimeNs);
    },
    open: () => writeFile(file, '', { flag: 'wx' }),
    close: () => rm(file),
  };
}
