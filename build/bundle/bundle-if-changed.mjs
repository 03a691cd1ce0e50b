import { isBuilt } from './stamp.mjs';

export async function bundleIfChanged() {
  if (await isBuilt()) return;
  console.log('build: making the programs in out/');
  // Only now: the bundler is a package, and may have been installed a moment ago.
  const { bundle } = await import('./bundle.mjs');
  await bundle();
}
