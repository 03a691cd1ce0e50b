// npm start: sets up, builds what changed, opens the application.
import { bundleIfChanged } from './bundle/bundle-if-changed.mjs';
import { demonstrate } from './demonstration.mjs';
import { passThrough } from './setup/pass-through.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/setup-error.mjs';

await runScript(async () => {
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  await setUp(hasDisplay ? 'start' : 'terminal');
  await bundleIfChanged();
  if (!hasDisplay) {
    console.log(
      'start: there is no display here, so a sample is backed up in the terminal instead',
    );
    return demonstrate();
  }
  return openApplication(process.argv.slice(2));
});

function openApplication(args) {
  const flags = [];
  if (process.getuid() === 0) {
    console.log("start: as root the window runs without Chromium's sandbox (--no-sandbox)");
    flags.push('--no-sandbox');
  }
  console.log('start: opening the application');
  const electron = 'node_modules/electron/dist/electron';
  return passThrough('bash', ['out/electron/start.sh', electron, ...flags, '.', ...args]);
}
