import { installDebianPackages } from './debian-packages.mjs';
import { installElectron } from './electron.mjs';
import { installPackages } from './packages.mjs';

/** What each purpose needs. A terminal needs no Electron, and starting needs no test programs. */
const PURPOSES = {
  check: { electron: false, debian: [] },
  terminal: { electron: false, debian: ['run'] },
  start: { electron: true, debian: ['run', 'desktop'] },
  test: { electron: true, debian: ['run', 'desktop', 'test'] },
  dist: { electron: true, debian: ['run', 'desktop', 'test', 'dist'] },
  vm: { electron: true, debian: ['vm'] },
};

export function isPurpose(text) {
  return Object.hasOwn(PURPOSES, text);
}

/** Installs what is missing for a purpose. Quick when nothing is. */
export async function setUp(purpose) {
  const { electron, debian } = PURPOSES[purpose];
  if (debian.length > 0) installDebianPackages(debian);
  installPackages();
  if (electron) await installElectron();
}
