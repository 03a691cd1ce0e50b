import { chmod, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { temporaryDirectory } from '../support/temporary-directory.js';

const ELECTRON = createRequire(import.meta.url)('electron') as string;

/** What starts the application as a desktop does: with our relay in place of the message buses. */
export const RELAYED = ['bash', resolve('out/electron/start.sh'), ELECTRON] as const;

/** Path of a program that does so. */
export async function relayedElectron(): Promise<string> {
  const path = join(await temporaryDirectory(), 'electron');
  const command = RELAYED.map((part) => `'${part}'`).join(' ');
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
