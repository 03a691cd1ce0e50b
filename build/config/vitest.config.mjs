import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

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
          name: 'unit',
          include: ['test/{shared,domain,engine,electron,renderer,build}/**/*.test.{ts,tsx}'],
        },
      },
      {
        root,
        test: {
          // Real programs on real trees, loop devices and mounts: one file at a time.
          name: 'system',
          include: ['test/{system,cli,acceptance}/**/*.test.ts', 'test/*.test.ts'],
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
          include: ['test/app/**/*.test.{ts,tsx}'],
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
