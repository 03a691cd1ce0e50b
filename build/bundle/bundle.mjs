import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ROOT } from '../setup/root.mjs';
import { BUNDLES, COPIES } from './bundles.mjs';
import { writeLicences } from './licences.mjs';
import { fingerprint, recordBuild } from './stamp.mjs';

/** Makes everything in `out/` that the programs need to run. */
export async function bundle() {
  const inputs = await fingerprint();
  // V8 knows a program that has changed by its length alone.
  await rm(join(ROOT, 'out/cli/run-program.cjs.compiled'), { force: true });
  const [missing, present] = [BUNDLES.filter(isMissing), BUNDLES.filter((it) => !isMissing(it))];
  for (const { entry } of missing) console.log(`build: ${entry} does not exist, left out`);
  const metafiles = await Promise.all(present.map(bundleOne));
  await writeLicences(metafiles);
  await Promise.all(COPIES.filter(({ from }) => existsSync(join(ROOT, from))).map(copy));
  await compileRun();
  await recordBuild(inputs);
}

async function bundleOne({ entry, outfile, options, lazy = {}, executable = false }) {
  const { metafile } = await build({
    ...options,
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    logLevel: 'warning',
    legalComments: 'none',
    metafile: true,
    plugins: [keepLazy(lazy)],
  });
  if (executable) await chmod(join(ROOT, outfile), 0o755);
  return metafile;
}

async function copy({ from, to }) {
  await rm(join(ROOT, to), { recursive: true, force: true });
  await cp(join(ROOT, from), join(ROOT, to), { recursive: true });
}

async function compileRun() {
  const directory = await mkdtemp(join(tmpdir(), 'rsync-system-backup-compile-'));
  const script = join(ROOT, 'build/bundle/compile-run.mjs');
  try {
    await promisify(execFile)(process.execPath, [script, directory]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function isMissing({ entry }) {
  return !existsSync(join(ROOT, entry));
}

/** esbuild splits code only in ESM; here an `import()` names the other program's file instead. */
function keepLazy(lazy) {
  return {
    name: 'keep-lazy',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind === 'dynamic-import' && path in lazy
          ? { path: lazy[path], external: true }
          : undefined,
      );
    },
  };
}
