import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BUILT_COMMAND, runCommandLine } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { oddTree } from '../support/odd-names.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const [, section = ''] =
  /<!-- rescue:.*?-->(.*?)<!-- end of rescue -->/s.exec(readFileSync('README.md', 'utf8')) ?? [];
const blocks = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);

it.each([
  ['plain tools', 0],
  ['the command line', 1],
] as const)('a whole system comes back with %s, as the README says', async (_, number) => {
  const directory = await temporaryDirectory();
  const [source, backup] = [join(directory, 'source'), join(directory, 'backup')];
  const target = join(directory, 'target');
  await runProgram('mkdir', [source, backup, target]);
  await oddTree(source);
  await runProgram(
    'sh',
    [
      '-euc',
      `echo x > setuid; chmod 4755 setuid; setfacl -m u:4711:r setuid; mknod null c 1 3
       truncate -s 20M holes; setcap cap_net_raw+ep setuid
       find . ! -type f -exec touch -h -d 2020-02-02 {} +`,
    ],
    { cwd: source },
  );
  await runCommandLine(['--backup', '--snapshot', source, join(backup, 'latest')]);
  const [snapshot = ''] = (await readdir(backup)).filter((name) => /^\d/.test(name));
  const script = (blocks[number] ?? 'false')
    .replaceAll('2026-11-21 19:36:28', snapshot)
    .replaceAll('/mnt/backup', backup)
    .replaceAll('/target', target)
    .replace(/^rsync-system-backup/m, `'${process.execPath}' '${BUILT_COMMAND}'`);
  await runProgram('sh', ['-euc', script]);
  const without = async (path: string) => {
    const tree = new Map(await describeTree(path));
    // The directory that was there already.
    tree.delete('');
    return tree;
  };
  expect(differences(await without(source), await without(target))).toEqual([]);
});
