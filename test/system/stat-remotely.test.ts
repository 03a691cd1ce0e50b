import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NOT_ALL, statRemotely } from '../../main/system/remote/stat-remotely.js';
import { localMachine } from '../support/local-machine.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

it('tells of each name what is there, and follows no link', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, '-a \n'), 'one');
  await link(join(directory, '-a \n'), join(directory, 'b'));
  await symlink('elsewhere', join(directory, 'c'));
  await mkdir(join(directory, 'd'));
  const { statuses, complaint } = await stat(directory, ['-a \n', 'b', 'c', 'd']);
  expect(complaint).toBe('');
  expect(statuses).toMatchObject([
    { name: '-a \n', kind: 'file', size: 3, links: 2, blocks: 8 },
    { name: 'b', kind: 'file', size: 3, links: 2, blocks: 8 },
    { name: 'c', kind: 'symlink', links: 1 },
    { name: 'd', kind: 'directory' },
  ]);
});

it('fails where one is missing, unless that was expected', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'a'), '');
  await expect(stat(directory, ['a', 'b'])).rejects.toMatchObject({ code: 'remote-failed' });
  const { statuses, complaint } = await stat(directory, ['b', 'a'], [NOT_ALL]);
  expect(statuses).toMatchObject([{ name: 'a' }]);
  expect(complaint).toContain('No such file or directory');
});

it('fails where the directory is missing, whatever was expected', async () => {
  const missing = join(await temporaryDirectory(), 'missing');
  await expect(stat(missing, ['a'], [NOT_ALL])).rejects.toThrow();
});

function stat(directory: string, names: readonly string[], expected?: readonly (typeof NOT_ALL)[]) {
  const bytes = names.map((name) => Buffer.from(name));
  return statRemotely(localMachine(), directory, bytes, expected);
}
