import { createRequire } from 'node:module';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateNamespace } from '../support/private-namespace.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const electronPath = createRequire(import.meta.url)('electron') as string;

/** Path of a program that starts Electron where only the namespace's mounts are seen. */
export async function electronIn({ enter }: PrivateNamespace): Promise<string> {
  const path = join(await temporaryDirectory(), 'electron');
  await writeFile(path, `#!/bin/sh\nexec ${enter.join(' ')} '${electronPath}' "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
