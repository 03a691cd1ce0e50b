import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProgram } from '../../support/run-program.js';
import { contentsOf } from './fingerprint.js';
import { REPOSITORY } from './guest-files.js';
import { timed } from './report-time.js';
import { cached } from './vm-cache.js';

/** Names of the packages on the disk: what was built, and its next version. */
export const BUILT = 'built.deb';
export const NEXT = 'next.deb';

const MEGABYTES = 768;

interface Packer {
  readonly packUpgrade: (output: string) => Promise<readonly [string, string]>;
}

/** The image of a disk with the Debian package and its next version. */
export async function packageDisk(): Promise<string> {
  const inputs = [
    await readFile(join(REPOSITORY, 'out/.built-from'), 'utf8'),
    ...(await contentsOf([
      ...['build/dist', 'build/install', 'build/debian', 'build/desktop', 'build/libexec'],
      ...['build/polkit', 'build/systemd', 'node_modules/electron/dist/runtime.json'],
      'test/vm/rig/package-disk.ts',
    ])),
  ];
  const directory = await cached('packages', inputs, (partial) =>
    timed('packages made', () => makeDisk(partial)),
  );
  return join(directory, 'packages.img');
}

async function makeDisk(directory: string): Promise<void> {
  const { packUpgrade } = (await import(
    pathToFileURL(join(REPOSITORY, 'build/dist/pack.mjs')).href
  )) as Packer;
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
