import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildElectron } from './electron-builder.mjs';

/** electron-builder downloads from there what it makes AppImages with. */
const TOOLS = 'https://github.com/electron-userland/electron-builder-binaries';

/** Milliseconds: who answers at all has done so by then. */
const PATIENCE = 5000;

/**
 * Makes an AppImage in the directory `output`, where its tools can be had. An AppImage cannot install the root helper.
 *
 * @param work directory for what is needed meanwhile
 * @returns its path; null: it was not made
 */
export async function makeAppImage(build, work, output) {
  if (!(await answers(TOOLS))) {
    console.log(`dist: no AppImage, because its tools cannot be downloaded (${TOOLS})`);
    return null;
  }
  const [made] = await buildElectron('AppImage', build, join(work, 'appimage'));
  const path = join(output, basename(made));
  await copyFile(made, path);
  return path;
}

async function answers(url) {
  try {
    const { ok } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE) });
    return ok;
  } catch {
    return false;
  }
}
