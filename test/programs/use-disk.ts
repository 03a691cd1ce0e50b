// use-disk DIRECTORY FILE: one of several processes that share a disk, until standard input ends. The file plays the disk.
import { once } from 'node:events';
import { diskSharing } from '../../main/system/disk-sharing.js';
import { fileAsDisk } from '../support/file-as-disk.js';

const [, , directory = '', file = ''] = process.argv;

async function main(): Promise<void> {
  const { signal } = new AbortController();
  const use = await diskSharing(directory).use('backup', 'machine', fileAsDisk(file), signal);
  process.stdout.write('using\n');
  process.stdin.resume();
  await once(process.stdin, 'end');
  await use.release();
}

void main();
