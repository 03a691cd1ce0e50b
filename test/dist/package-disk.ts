import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packUpgrade } from '../../build/dist/pack.mjs';
import { runProgram } from '../support/run-program.js';
import { contentsOf } from '../vm/rig/fingerprint.js';
import { REPOSITORY } from '../vm/rig/guest-files.js';
import { timed } from '../vm/rig/report-time.js';
import { cached } from '../vm/rig/vm-cache.js';

/** Names of the packages on the disk: what was built, and its next version. */
export const BUILT = 'built.deb';
export const NEXT = 'next.deb';

const MEGABYTES = 768;

declare module 'vitest' {
  interface ProvidedContext {
    /** Image of a disk with the Debian package and its next version. */
    readonly packageDisk: string;
  }
}

export async function setup(project: TestProject): Promise<void> {
  project.provide('packageDisk', await packageDisk());
}

async function packageDisk(): Promise<string> {
  const inputs = [
    await readFile(join(REPOSITORY, 'out/.built-from'), 'utf8'),
    ...(await contentsOf([
      ...['build/dist', 'build/install', 'build/debian', 'build/desktop', 'build/libexec'],
      ...['build/polkit', 'build/systemd', 'build/apparmor', 'build/completions', 'build/icons'],
      ...['build/man', 'README.md', 'CHANGELOG.md', 'node_modules/electron/dist/runtime.json'],
      'test/dist/package-disk.ts',
    ])),
  ];
  const directory = await cached('packages', inputs, (partial) =>
    timed('packages made', () => makeDisk(partial)),
  );
  return join(directory, 'packages.img');
}

async function makeDisk(directory: string): Promise<void> {
  const contents = join(directory, 'contents');
  await mkdir(contents);
  const [built, next] = await packUpgrade(contents);
  await rename(built, join(contents, BUILT));
  await rename(next, join(contents, NEXT));
  const image = join(directory, 'packages.img');
  await runProgram('truncate', ['--size', `${MEGABYTES}M`, image]);
  await runProgram('mkfs.ext4', [
    ...['-q', '-m', '0', '-O', '^has_journal', '-L', 'packages', '-d', contents, image],
  ]);
  await rm(contents, { recursive: true });
}
