import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { ChangeLog } from '../../engine/ports.js';
import { errorCode } from '../error-code.js';
import { lineSplitter } from '../line-splitter.js';

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

/** More lines than a person would look through are not worth their memory. */
const MOST_LINES = 500_000;

/** null: it is not there, cannot be read, or is longer than half a million lines. */
export function readChangeLog(path: string): Promise<readonly string[] | null> {
  return changeLogLines(createReadStream(path));
}

/** Likewise, of a list as it was written. */
export async function changeLogLines(list: Readable): Promise<readonly string[] | null> {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line), 'utf8');
  try {
    await pipeline(list, createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        splitter.push(chunk);
        if (lines.length > MOST_LINES) break;
      }
    });
    splitter.end();
    return lines.length > MOST_LINES ? null : lines;
  } catch (error) {
    // The catalog is advice: a list that is damaged is as if it were not there.
    if (errorCode(error) === null) throw error;
    return null;
  }
}
