// npm run bench [-- NAME …]: runs the programs in test/bench, or those that are named.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleIfChanged } from './bundle/bundle-if-changed.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { ROOT } from './setup/root.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript, SetupError } from './setup/setup-error.mjs';

const FOLDER = 'test/bench';

await runScript(async () => {
  await setUp('test');
  await bundleIfChanged();
  for (const name of chosen(process.argv.slice(2))) {
    console.log(`bench: ${name}`);
    const failed = await passThrough(process.execPath, [await bundleBenchmark(name)]);
    if (failed) return failed;
  }
});

function chosen(names) {
  const files = existsSync(join(ROOT, FOLDER)) ? readdirSync(join(ROOT, FOLDER)) : [];
  const available = files.filter((file) => /(?<!\.test)\.ts$/.test(file));
  const all = available.map((file) => basename(file, '.ts'));
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    throw new SetupError(
      `There is no benchmark ${unknown.join(', ')}; there are: ${all.join(', ')}`,
    );
  }
  return names.length > 0 ? names : all;
}

/** Node 20 does not run TypeScript. */
async function bundleBenchmark(name) {
  const { build } = await import('esbuild');
  const outfile = `out/bench/${name}.mjs`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`${FOLDER}/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}
