// npm run test:vm [-- SCENARIO …]: runs the tests that need a whole machine, or those whose file or title is named so.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleIfChanged } from './bundle/bundle-if-changed.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { ROOT } from './setup/root.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript, SetupError } from './setup/setup-error.mjs';

/** Vitest’s own, for whoever counts them. */
const RESULTS = 'out/vm-test-results.json';

await runScript(async () => {
  if (process.getuid() !== 0) {
    throw new SetupError('npm run test:vm builds a machine, which needs root: run it as root.');
  }
  rmSync(join(ROOT, RESULTS), { force: true });
  await setUp('vm');
  await bundleIfChanged();
  return passThrough('node_modules/.bin/vitest', [
    ...['run', '--config', 'build/config/vitest.vm.config.mjs'],
    ...['--reporter', 'verbose', '--reporter', 'json', `--outputFile.json=${RESULTS}`],
    ...process.argv.slice(2).flatMap(chosen),
  ]);
});

/** Options are Vitest's; names are files of test/vm, or else parts of titles. */
function chosen(argument) {
  if (argument.startsWith('-') || existsSync(join(ROOT, argument))) return [argument];
  const file = `test/vm/${argument}.test.ts`;
  return existsSync(join(ROOT, file)) ? [file] : ['--testNamePattern', argument];
}
