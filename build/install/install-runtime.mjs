import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { layOutFile, layOutTree } from './lay-out-files.mjs';
import { APPLICATION, EXECUTABLE } from './places.mjs';

/** Told apart by the npm package; users of the application read neither. */
const LEFT_OUT = ['electron', 'resources', 'version'];

/** Lays Electron out below `root`, under our name and without an application. */
export async function installRuntime(root) {
  const dist = join(ROOT, 'node_modules/electron/dist');
  if (!existsSync(join(dist, 'electron'))) {
    throw new SetupError('Electron is not installed: npm run setup.');
  }
  const to = join(root, APPLICATION);
  await layOutTree(dist, to, (name) => LEFT_OUT.includes(name));
  await layOutFile(join(dist, 'electron'), join(root, EXECUTABLE), 0o755);
  // Chromium's sandbox where the kernel lets ordinary users make no namespaces.
  await layOutFile(join(dist, 'chrome-sandbox'), join(to, 'chrome-sandbox'), 0o4755);
}
