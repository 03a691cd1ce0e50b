// npm run build: the programs, and the declarations of the public API.
import { spawnSync } from 'node:child_process';
import { bundle } from './bundle/bundle.mjs';
import { ROOT } from './setup/root.mjs';

await bundle();
const declarations = spawnSync('node_modules/.bin/tsc', ['--build', 'main'], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = declarations.status ?? 1;
