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

/** Makes every package in the directory `output`, and says which. */
export async function pack(output, quick) {
  const build = describeBuild();
  await mkdir(output, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'rsync-system-backup-dist-'));
  try {
    await buildElectron('dir', build, work);
    const unpacked = join(work, 'linux-unpacked');
    say(await makeDeb(build, unpacked, output, quick ? QUICK : SMALL));
    say(await makeNpmPackage(output));
    const appImage = await makeAppImage(build, work, output);
    if (appImage !== null) say(appImage);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function say(path) {
  console.log(`dist: ${path}`);
}
