import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Not one of the projects of `npm test`, because packages take long to make: npm run dist -- --check. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    root,
    name: 'dist',
    allowOnly: false,
    include: ['test/dist/**/*.test.ts'],
    globalSetup: ['test/dist/unpack-package.ts', 'build/config/private-desktop.mjs'],
    setupFiles: ['build/config/use-private-desktop.mjs'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
