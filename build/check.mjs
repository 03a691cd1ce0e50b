// npm run check: everything that can be said about the code without running it.
import { execFile } from 'node:child_process';
import { ROOT } from './setup/root.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/setup-error.mjs';

const STEPS = {
  types: ['tsc', '--build'],
  lint: ['eslint', '--config', 'build/config/eslint.config.mjs', '--max-warnings', '0', '.'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  walls: [
    ...['depcruise', '--config', 'build/config/dependency-cruiser.cjs'],
    ...['main', 'electron', 'renderer', 'build', 'test'],
  ],
  unused: ['knip', '--config', 'build/config/knip.jsonc', '--no-progress'],
};

await runScript(async () => {
  await setUp('check');
  const results = await Promise.all(Object.entries(STEPS).map(run));
  const failed = results.filter((ok) => !ok).length;
  console.log(failed === 0 ? 'check: all good' : `check: ${failed} of ${results.length} failed`);
  return failed === 0 ? 0 : 1;
});

/** One line when all is well, the tool's own words when not. */
function run([name, [tool, ...args]]) {
  const started = performance.now();
  return new Promise((resolve) => {
    const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 };
    execFile(`node_modules/.bin/${tool}`, args, options, (error, stdout, stderr) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`check: ${name} ${error ? 'FAILED' : 'ok'} (${seconds} s)`);
      if (error) console.log(`${stdout}${stderr}`.trimEnd() || error.message);
      resolve(!error);
    });
  });
}
