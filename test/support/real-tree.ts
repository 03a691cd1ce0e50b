import { chmod, link, mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ageTree } from './age-tree.js';
import { requireRoot } from './require-root.js';
import { runProgram } from './run-program.js';

/**
 * This machine's /usr without its few large files, which are most of its bytes and few of its cases, and a corner with
 * what /usr does not have.
 *
 * @param elsewhere where a directory is made ready that changeRealTree() moves in
 */
export async function realTree(path: string, elsewhere: string): Promise<void> {
  requireRoot();
  await mkdir(path);
  await corner(join(path, 'corner'));
  await runProgram('cp', ['--archive', join(path, 'corner/swapped'), elsewhere]);
  await runProgram('chmod', ['-R', 'o=', elsewhere]);
  await ageTree(elsewhere);
  // This takes so long that the change times of all before are older than the run by far.
  await runProgram('rsync', ['-aHAX', '--max-size=100k', '/usr/', join(path, 'usr')]);
  // A fresh system is smaller than one that people work with.
  for (let copy = 2; (await countEntries(path)) < ENTRIES; copy += 1) {
    const again = join(path, `usr ${String(copy)}`);
    await runProgram('cp', ['--archive', join(path, 'usr'), again]);
  }
  // The last of these may be a matter of a second (see ageTree), and has moved this directory's time.
  await runProgram('touch', ['--date=@1700000000', '--', path]);
}

const ENTRIES = 55_000;

async function countEntries(path: string): Promise<number> {
  return (await runProgram('find', [path, '-printf', '.'])).length;
}

async function corner(path: string): Promise<void> {
  for (const name of ['', 'group', 'moving', 'acl', 'swapped', 'swapped/inner'])
    await mkdir(join(path, name));
  const files = ['plain', 'setuid', 'capable', 'acl/file', 'group/one', 'sparse'];
  for (const name of [...files, 'swapped/one', 'swapped/inner/two']) {
    await writeFile(join(path, name), `contents of ${name}\n`);
  }
  await truncate(join(path, 'sparse'), 50 * 1024 ** 2);
  for (const name of ['group/two', 'group/three', 'moving/four']) {
    await link(join(path, 'group/one'), join(path, name));
  }
  await symlink('plain', join(path, 'link'));
  await symlink('nowhere', join(path, 'broken link'));
  await link(join(path, 'link'), join(path, 'same link'));
  await runProgram('mkfifo', [join(path, 'fifo')]);
  await link(join(path, 'fifo'), join(path, 'same fifo'));
  await runProgram('mknod', [join(path, 'device'), 'c', '1', '3']);
  await chmod(join(path, 'setuid'), 0o6755);
  await runProgram('setfacl', ['-m', 'u:1234:rw', join(path, 'acl/file')]);
  await runProgram('setfacl', ['-d', '-m', 'g:5678:rx', join(path, 'acl')]);
  await runProgram('setfattr', ['-n', 'user.note', '-v', 'old', join(path, 'plain')]);
  await ageTree(path);
}

/** Everything that people and package managers do to a system between two backups. */
export async function changeRealTree(path: string, elsewhere: string): Promise<void> {
  await changeAttributes(join(path, 'usr/share'));
  await changeFiles(join(path, 'usr'));
  await changeCorner(join(path, 'corner'));
  await swapDirectory(join(path, 'corner/swapped'), elsewhere);
}

async function changeAttributes(path: string): Promise<void> {
  await runProgram('chmod', ['-R', 'g-r,o-r', join(path, 'doc')]);
  await runProgram('chown', ['-R', '-h', '1234:5678', join(path, 'zoneinfo')]);
  const files = await runProgram('find', [join(path, 'perl5'), '-type', 'f', '-print0']);
  const input = Buffer.from(files, 'latin1');
  await runProgram('xargs', ['-0', 'setfacl', '-m', 'u:1234:r'], { input });
  await runProgram('xargs', ['-0', 'setfattr', '-n', 'user.note', '-v', 'new'], { input });
}

/** By name, so that each file suffers one of these and most none. */
async function changeFiles(path: string): Promise<void> {
  const each = async (pattern: string, ...command: readonly string[]): Promise<void> => {
    await runProgram('find', [
      path,
      '-type',
      'f',
      '-name',
      pattern,
      '-exec',
      ...command,
      '{}',
      '+',
    ]);
  };
  await each('a*1*', 'truncate', '--size=3', '--');
  await each('b*1*', 'truncate', '--size=+3', '--');
  await each('c*1*', 'rm', '--');
  await each('d*1*', 'touch', '--');
  await each('e*1*', 'sed', '--in-place', 's/e/E/');
}

async function changeCorner(path: string): Promise<void> {
  await chmod(join(path, 'group/one'), 0o600);
  await runProgram('chown', ['-h', '1234:5678', join(path, 'link'), join(path, 'fifo')]);
  await runProgram('touch', ['-h', '--date=@1600000000', join(path, 'broken link')]);
  await chmod(join(path, 'device'), 0o640);
  await runProgram('setfacl', ['-b', join(path, 'acl/file')]);
  await runProgram('setfacl', ['-d', '-m', 'u:1234:rwx', join(path, 'acl')]);
  await runProgram('setfattr', ['-n', 'user.note', '-v', 'new', join(path, 'plain')]);
  // capabilities(7): cap_net_raw, effective and permitted.
  const capability = '0x0100000200200000000000000000000000000000';
  await runProgram('setfattr', [
    ...['-n', 'security.capability', '-v', capability, join(path, 'capable')],
  ]);
  await chmod(join(path, 'setuid'), 0o755);
  await rename(join(path, 'moving'), join(path, 'moved'));
}

/**
 * The hard case: a directory comes from elsewhere, under a name that the backup knows, with files of the same sizes and
 * times but other modes. Only the directories' change times tell; those of the files are older than the last run.
 */
async function swapDirectory(path: string, elsewhere: string): Promise<void> {
  await rename(path, `${path} before`);
  await rename(elsewhere, path);
}
