import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './temporary-directory.js';

/** A program of test/programs as one file that Node.js starts, for what needs a process of its own. */
export async function bundledProgram(name: string): Promise<string> {
  const outfile = join(await temporaryDirectory(), `${name}.cjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}
