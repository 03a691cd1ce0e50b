import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

const IN_A_MACHINE = 'test/dist/in-a-machine.test.ts';

const common = { fileParallelism: false, testTimeout: 600_000, hookTimeout: 600_000 };

/** Not among the projects of `npm test`, because packages take long to make: npm run dist -- --check. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    allowOnly: false,
    projects: [
      {
        root,
        test: {
          ...common,
          name: 'dist',
          include: ['test/dist/**/*.test.ts'],
          exclude: [IN_A_MACHINE],
          globalSetup: ['test/dist/unpack-package.ts', 'build/config/private-desktop.mjs'],
          setupFiles: ['build/config/use-private-desktop.mjs'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          ...common,
          name: 'machine',
          include: [IN_A_MACHINE],
          globalSetup: ['test/vm/rig/global-setup.ts', 'test/dist/package-disk.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
