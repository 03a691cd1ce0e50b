import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { runProgram } from '../support/run-program.js';

const MADE = fileURLToPath(new URL('../../out/dist', import.meta.url));

export interface MadePackages {
  /** Paths of the packages. */
  readonly deb: string;
  readonly npm: string;
  /** Directory below which the Debian package's files are, as they are installed. */
  readonly root: string;
  /** Directory with its control file and maintainer scripts. */
  readonly control: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly packages: MadePackages;
  }
}

/** Unpacks what `npm run dist` made. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'rsync-system-backup-package-'));
  const [root, control] = [join(directory, 'root'), join(directory, 'control')];
  const deb = await made('.deb');
  await runProgram('dpkg-deb', ['--extract', deb, root]);
  await runProgram('dpkg-deb', ['--control', deb, control]);
  project.provide('packages', { deb, npm: await made('.tgz'), root, control });
  return () => rm(directory, { recursive: true, force: true });
}

async function made(ending: string): Promise<string> {
  const [name, ...others] = (await readdir(MADE)).filter((file) => file.endsWith(ending));
  if (name !== undefined && others.length === 0) return join(MADE, name);
  throw new Error(`There is not one ${ending} in ${MADE}: npm run dist -- --check makes it.`);
}
