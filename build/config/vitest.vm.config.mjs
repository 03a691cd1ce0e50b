import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Not one of the projects of `npm test`: npm run test:vm. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    root,
    name: 'vm',
    allowOnly: false,
    include: ['test/vm/**/*.test.ts'],
    globalSetup: ['test/vm/rig/global-setup.ts'],
    // Each with a machine of its own, of one processor, which waits a third of its time and takes 2 GB of memory.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // It is emulated, some ten times slower than a real one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
