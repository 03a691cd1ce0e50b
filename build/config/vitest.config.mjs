import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

const SYSTEM = ['test/{system,cli,acceptance,helper}/**/*.test.ts'];
const APP = ['test/app/**/*.test.{ts,tsx}'];

/** They have a configuration of their own, because their machine is started before all others would begin. */
const VM = ['test/vm/**/*.test.ts'];

/** They too, because packages are made for them. */
const DIST = ['test/dist/**/*.test.ts'];

export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    root,
    allowOnly: false,
    projects: [
      {
        root,
        test: {
          // All the rest: no test is left out because of where it lies.
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...SYSTEM, ...APP, ...VM, ...DIST],
        },
      },
      {
        root,
        test: {
          // Real programs on real trees, loop devices and mounts: one file at a time.
          name: 'system',
          include: SYSTEM,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        test: {
          // The real Electron on a display and a session bus of its own.
          name: 'app',
          include: APP,
          globalSetup: ['build/config/private-desktop.mjs'],
          setupFiles: ['build/config/use-private-desktop.mjs'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
