import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../../main/system/error-code.js';
import { watchDirectory } from '../profiles/watch-directory.js';

export interface Replacement {
  /** Path of the file that the program was started from. */
  readonly program: string;
  /** Milliseconds after which it is looked whether nobody is in the way: by then all files are the new ones. */
  readonly patience: number;
  readonly isBusy: () => boolean;
  /** Called once, or `quit` is. */
  readonly restart: () => void;
  readonly quit: () => void;
}

/**
 * After an upgrade, window and helper would be those of another version than the application that still runs: it is started
 * anew as soon as nobody needs it. One that was removed ends then.
 *
 * @returns ends the watch
 */
export function restartWhenReplaced(replacement: Replacement): () => void {
  const { program, patience, isBusy, restart, quit } = replacement;
  const before = identityOf(program);
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    watch.close();
    if (timer !== null) clearInterval(timer);
  };
  const look = (): void => {
    const now = identityOf(program);
    if (isBusy() || now === before) return;
    stop();
    if (now === null) quit();
    else restart();
  };
  const watch = watchDirectory(dirname(program), () => {
    if (identityOf(program) !== before) timer ??= setInterval(look, patience);
  });
  return stop;
}

/** null: it is not there. */
function identityOf(path: string): string | null {
  try {
    const { ino, mtimeMs } = statSync(path);
    return `${String(ino)} ${String(mtimeMs)}`;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
