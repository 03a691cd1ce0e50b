// node build/install.mjs [--part runtime|program] ROOT: lays the application out below the directory ROOT, as a
// package would. Run it as root, or pack what it laid out as root's.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installProgram } from './install/install-program.mjs';
import { installRuntime } from './install/install-runtime.mjs';
import { runScript, SetupError } from './setup/setup-error.mjs';

const PARTS = { runtime: installRuntime, program: installProgram };

await runScript(async () => {
  const options = { part: { type: 'string', multiple: true, default: Object.keys(PARTS) } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [root, ...others] = positionals;
  if (root === undefined || others.length > 0) {
    throw new SetupError('Say below which directory: node build/install.mjs ROOT');
  }
  for (const part of values.part) {
    if (!Object.hasOwn(PARTS, part)) throw new SetupError(`There is no part “${part}”.`);
    await PARTS[part](resolve(root));
  }
});
