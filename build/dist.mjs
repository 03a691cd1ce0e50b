// npm run dist [-- --check] [--quick] [--output DIRECTORY]: packs what a person can install, into out/dist. --quick saves
// time and not room. --check tests what it packed, quickly.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleIfChanged } from './bundle/bundle-if-changed.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { ROOT } from './setup/root.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript, SetupError } from './setup/setup-error.mjs';

/** Vitest's own, for whoever counts them. */
const RESULTS = 'out/dist-test-results.json';

const OUTPUT = join(ROOT, 'out/dist');

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    output: { type: 'string', default: OUTPUT },
  },
});

// Modes of what is built go into the packages.
process.umask(0o022);

await runScript(async () => {
  rmSync(join(ROOT, RESULTS), { force: true });
  // What is there may be of another version.
  rmSync(OUTPUT, { recursive: true, force: true });
  await setUp('dist');
  if (values.check) await setUp('vm');
  await bundleIfChanged();
  const declarations = await passThrough('node_modules/.bin/tsc', ['--build', 'main']);
  if (declarations !== 0) throw new SetupError('The declarations of the library were not made.');
  // Only now: what it needs is built, or installed, by now.
  const { pack } = await import('./dist/pack.mjs');
  await pack(resolve(values.output), values.quick || values.check);
  return values.check ? test() : 0;
});

function test() {
  return passThrough('node_modules/.bin/vitest', [
    ...['run', '--config', 'build/config/vitest.dist.config.mjs'],
    ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${RESULTS}`],
  ]);
}
