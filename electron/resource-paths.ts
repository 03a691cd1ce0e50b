import { join } from 'node:path';

export interface ResourcePaths {
  /** What the main process was started from. */
  readonly application: string;
  readonly preload: string;
  readonly renderer: string;
  readonly icons: string;
  readonly commandLine: string;
  readonly snapshotWorker: string;
  /** Shell script that starts the application with the relay of message buses. */
  readonly start: string;
}

/** Everything that the application reads of itself is built into `out`. */
export function resourcePaths(appPath: string): ResourcePaths {
  return {
    application: join(appPath, 'out/electron/app.mjs'),
    preload: join(appPath, 'out/electron/preload.cjs'),
    renderer: join(appPath, 'out/renderer'),
    icons: join(appPath, 'out/icons'),
    commandLine: join(appPath, 'out/cli/rsync-system-backup.cjs'),
    snapshotWorker: join(appPath, 'out/electron/snapshot-worker.mjs'),
    start: join(appPath, 'out/electron/start.sh'),
  };
}
