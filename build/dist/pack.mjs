import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBuild } from './describe-build.mjs';
import { buildElectron } from './electron-builder.mjs';
import { makeAppImage } from './make-appimage.mjs';
import { makeDeb } from './make-deb.mjs';
import { makeNpmPackage } from './make-npm-package.mjs';

/** deb's own default, and what is soon done. */
const SMALL = ['-Zxz'];
const QUICK = ['-Zgzip', '-z1'];
const UNCOMPRESSED = ['-Znone'];

/** Makes every package in the directory `output`, and says which. */
export function pack(output, quick) {
  return withElectron(async (build, unpacked, work) => {
    await mkdir(output, { recursive: true });
    say(await makeDeb(build, unpacked, output, quick ? QUICK : SMALL));
    say(await makeNpmPackage(output));
    const appImage = await makeAppImage(build, work, output);
    if (appImage !== null) say(appImage);
  });
}

/**
 * Makes the Debian package in the directory `output`, and what would be its next version.
 *
 * @returns their paths
 */
export function packUpgrade(output) {
  return withElectron(async (build, unpacked) => {
    const next = { ...build, packageVersion: `${build.packageVersion}+next` };
    const paths = [];
    for (const each of [build, next]) {
      paths.push(await makeDeb(each, unpacked, output, UNCOMPRESSED));
    }
    return paths;
  });
}

/** Calls `use` with what is built, the directory of what electron-builder made of it, and one for more of that. */
async function withElectron(use) {
  const build = describeBuild();
  const work = await mkdtemp(join(tmpdir(), 'rsync-system-backup-dist-'));
  try {
    await buildElectron('dir', build, work);
    return await use(build, join(work, 'linux-unpacked'), work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function say(path) {
  console.log(`dist: ${path}`);
}
