import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import { cpioArchive } from './cpio-archive.js';
import { GUEST_FILES } from './guest-files.js';

const MODULES = ['virtio_pci', 'virtio_blk', 'ext4', 'crc32c_generic', 'virtio_net'];

const EMPTY_DIRECTORIES = ['bin', 'dev', 'modules', 'new', 'proc', 'sys'];

/** Makes an initrd with the modules of `root` that its disk and network need, and nothing else. */
export async function buildInitrd(root: string, path: string): Promise<void> {
  const modules = await modulesToLoad(root);
  const load = modules.map((module) => `insmod /modules/${basename(module)}\n`).join('');
  const archive = cpioArchive([
    ...EMPTY_DIRECTORIES.map((directory) => ({ path: directory, mode: 0o755 })),
    { path: 'init', content: await readFile(join(GUEST_FILES, 'initrd/init')), mode: 0o755 },
    { path: 'bin/busybox', content: await readFile(join(root, 'bin/busybox')), mode: 0o755 },
    { path: 'modules/load', content: Buffer.from(load), mode: 0o644 },
    ...(await Promise.all(
      modules.map(async (module) => ({
        path: `modules/${basename(module)}`,
        content: await readFile(join(root, module)),
        mode: 0o644,
      })),
    )),
  ]);
  await writeFile(path, archive);
}

/** Paths below the root, each after those that it needs. */
async function modulesToLoad(root: string): Promise<readonly string[]> {
  const [release = ''] = await readdir(join(root, 'lib/modules'));
  const found = new Set<string>();
  for (const module of MODULES) {
    const args = [root, 'modprobe', '--set-version', release, '--show-depends', module];
    const output = await runProgram('chroot', args);
    for (const [, path = ''] of output.matchAll(/^insmod (\S+)/gm)) found.add(path);
  }
  return [...found];
}
