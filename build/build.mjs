// npm run build: the programs, and the declarations of the public API.
import { passThrough } from './setup/pass-through.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/setup-error.mjs';

await runScript(async () => {
  await setUp('check');
  // Only now: the bundler is a package, and may have been installed a moment ago.
  const { bundle } = await import('./bundle/bundle.mjs');
  await bundle();
  return passThrough('node_modules/.bin/tsc', ['--build', 'main']);
});
