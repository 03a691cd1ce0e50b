import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfExists } from './read-if-exists.mjs';
import { ROOT } from './root.mjs';
import { SetupError } from './setup-error.mjs';

/** `npm ci` removes node_modules first, so this is only there after it succeeded. */
const STAMP = join(ROOT, 'node_modules/.installed-from');

/** Installs what the lock file names, unless exactly that is installed. */
export function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (readIfExists(STAMP) === wanted) return;
  console.log('setup: installing the npm packages of the lock file');
  // Errors only: Electron's package asks for a newer Node than its installer turns out to need.
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: ROOT, stdio: 'inherit' });
  if (npm.status !== 0) throw new SetupError('The npm packages could not be installed (npm ci).');
  writeFileSync(STAMP, wanted);
}
