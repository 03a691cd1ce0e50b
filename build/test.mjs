// npm test: sets up, builds what changed, runs all tests. Arguments go to Vitest.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleIfChanged } from './bundle/bundle-if-changed.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { ROOT } from './setup/root.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/setup-error.mjs';

/** Read by .ci/run. */
const RESULTS = 'out/test-results.json';

await runScript(async () => {
  rmSync(join(ROOT, RESULTS), { force: true });
  await setUp('test');
  await bundleIfChanged();
  return passThrough('node_modules/.bin/vitest', [
    ...['run', '--config', 'build/config/vitest.config.mjs'],
    ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${RESULTS}`],
    ...process.argv.slice(2),
  ]);
});
