import { createGzip } from 'node:zlib';
import type { ChangeLog } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';

/** Many lines a write: rsync reports hundreds of thousands in a first run. */
const BATCH = 1000;

/**
 * Compresses in memory, some ten bytes a line, and sends the list at the end.
 *
 * @param send throws BackupError when it could not be written
 */
export function remoteChangeLog(send: (list: Uint8Array) => Promise<void>): ChangeLog {
  const gzip = createGzip({ level: 6 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => gzip.once('end', resolve));
  let lines: string[] = [];
  const write = (): void => {
    if (lines.length > 0) gzip.write(`${lines.join('\n')}\n`);
    lines = [];
  };
  return {
    add: (line) => {
      if (lines.push(line) >= BATCH) write();
    },
    close: async () => {
      write();
      gzip.end();
      await ended;
      try {
        await send(Buffer.concat(chunks));
        return true;
      } catch (error) {
        if (!(error instanceof BackupError)) throw error;
        return false;
      }
    },
    discard: () => {
      gzip.destroy();
      return Promise.resolve();
    },
  };
}
