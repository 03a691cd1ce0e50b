import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ChangeLog } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import { changeLogLines } from '../store/change-log.js';
import type { RemoteMachine } from './remote-machine.js';

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

/** As readChangeLog(), on the other side. */
export async function readRemoteChangeLog(
  machine: RemoteMachine,
  path: string,
): Promise<readonly string[] | null> {
  const { exitCode, output } = await machine.run('cat', ['--', path]);
  return exitCode === 0 ? changeLogLines(Readable.from([output])) : null;
}
