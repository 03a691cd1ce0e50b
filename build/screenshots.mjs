// npm run screenshots: pictures of every page in out/screenshots, light and dark; the light ones are in the README.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleIfChanged } from './bundle/bundle-if-changed.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { ROOT } from './setup/root.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/setup-error.mjs';

const SHOWN = [
  ...['first-start', 'overview', 'snapshots', 'rotation'],
  ...['backups', 'editor', 'log', 'settings', 'about'],
];

await runScript(async () => {
  await setUp('test');
  await bundleIfChanged();
  const failed = await passThrough('node_modules/.bin/vitest', [
    ...['run', '--config', 'build/config/vitest.config.mjs'],
    ...['--project', 'app', 'test/app/screenshots.test.ts'],
  ]);
  if (failed) return failed;
  for (const name of SHOWN) {
    const picture = join(ROOT, 'out/screenshots', `${name}-light.png`);
    copyFileSync(picture, join(ROOT, 'build/screenshots', `${name}.png`));
  }
  return 0;
});
