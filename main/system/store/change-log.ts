import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ChangeLog } from '../../engine/ports.js';
import { errorCode } from '../error-code.js';

/** Many lines a write: rsync reports hundreds of thousands in a first run. */
const BATCH = 1000;

/** Writes beside `path` and renames at the end, so that a list of changes is whole or not there. */
export function openChangeLog(path: string): ChangeLog {
  const temporary = `${path}.tmp`;
  const gzip = createGzip({ level: 6 });
  const file = createWriteStream(temporary, { flags: 'wx' });
  const closed = new Promise<void>((resolve) => file.once('close', () => resolve()));
  const done = finished(gzip.pipe(file));
  // Judged in close(); a full disk must not end the run from here.
  done.catch(() => gzip.destroy());
  let lines: string[] = [];
  const write = (): void => {
    if (lines.length > 0 && gzip.writable) gzip.write(`${lines.join('\n')}\n`);
    lines = [];
  };
  return {
    add: (line) => {
      if (lines.push(line) >= BATCH) write();
    },
    close: async () => {
      write();
      if (gzip.writable) gzip.end();
      try {
        await done;
        await rename(temporary, path);
        return true;
      } catch (error) {
        if (errorCode(error) === null) throw error;
        await rm(temporary, { force: true });
        return false;
      }
    },
    discard: async () => {
      gzip.destroy();
      file.destroy();
      // An open file would keep the disk from being unmounted.
      await closed;
      await rm(temporary, { force: true });
    },
  };
}
