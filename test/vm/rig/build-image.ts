import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { runProgram } from '../../support/run-program.js';

const IMAGE_BYTES = 4 * 1024 ** 3;

/** The first bytes of a stream of xz. */
const XZ = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** Puts a root directory into a disk image. The journal is what a guest whose power was cut boots by. */
export async function buildImage(root: string, path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, IMAGE_BYTES);
  await runProgram('mkfs.ext4', [
    ...['-q', '-F', '-L', 'root', '-m', '0', '-O', '^metadata_csum,^64bit', '-J', 'size=32'],
    ...['-E', 'lazy_itable_init=1,lazy_journal_init=1,root_owner=0:0', '-d', root, path],
  ]);
}

/** QEMU boots an uncompressed kernel by its PVH note, and spares the emulated processor the unpacking. */
export async function extractKernel(root: string, path: string): Promise<void> {
  const names = await readdir(join(root, 'boot'));
  const name = names.find((candidate) => candidate.startsWith('vmlinuz-'));
  if (name === undefined) throw new Error(`There is no kernel among ${names.join(', ')}.`);
  const compressed = await readFile(join(root, 'boot', name));
  const start = compressed.indexOf(XZ);
  if (start < 0) throw new Error(`${name} is not compressed with xz.`);
  await execa('xz', ['--decompress', '--stdout', '--single-stream'], {
    input: compressed.subarray(start),
    stdout: { file: path },
  });
}
