import { existsSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { logProblem } from '../log.js';

/** Milliseconds: a file that is replaced makes several events. */
const QUIET = 200;

/** Calls back when something in a directory has changed, which need not exist yet. */
export function watchDirectory(path: string, onChange: () => void): { readonly close: () => void } {
  let watched = '';
  let watcher: FSWatcher | null = null;
  let timer: NodeJS.Timeout | null = null;
  const arm = (): void => {
    const nearest = nearestExisting(path);
    if (nearest === watched) return;
    watcher?.close();
    watched = nearest;
    watcher = watch(nearest, later);
    watcher.on('error', (error) => logProblem(`${nearest} cannot be watched`, error));
  };
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      arm();
      onChange();
    }, QUIET);
  };
  arm();
  return {
    close: () => {
      if (timer !== null) clearTimeout(timer);
      watcher?.close();
    },
  };
}

function nearestExisting(path: string): string {
  return path === '/' || existsSync(path) ? path : nearestExisting(dirname(path));
}
