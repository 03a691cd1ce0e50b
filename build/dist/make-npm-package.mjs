import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';

/** Packs command line and library for npm into the directory `output`. @returns the package's path */
export async function makeNpmPackage(output) {
  await mkdir(output, { recursive: true });
  const args = ['pack', '--silent', '--pack-destination', output];
  const name = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  return join(output, name);
}
