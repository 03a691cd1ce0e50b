import { chmod, link, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ageTree } from '../support/age-tree.js';
import { eventsOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** ext4(5): links that an inode can have. */
const LIMIT = 65_000;

/** A backup whose `file` and its second name are an inode that cannot have another link. */
async function linkedToTheLimit() {
  const source = await smallSource(join(await temporaryDirectory(), 'source'));
  await link(join(source, 'file'), join(source, 'same file'));
  await ageTree(source);
  const { path } = await loopFileSystem('ext4', 64);
  const parent = join(path, 'backups');
  const args = [source, join(parent, 'latest')];
  const first = snapshotOf(await runCommandLine(args));
  const file = join(parent, 'latest/file');
  await mkdir(join(path, 'links'));
  for (let count = (await stat(file)).nlink; count < LIMIT; count += 1) {
    await link(file, join(path, 'links', String(count)));
  }
  return { source, args, file, first, before: await describeTree(first) };
}

it('copies a file that cannot have another link, and counts it', async () => {
  const { source, args, file, first, before } = await linkedToTheLimit();
  const result = await runCommandLine(args);
  const second = snapshotOf(result);
  expect(eventsOf(result, 'warning')).toEqual([
    {
      event: 'warning',
      code: 'too-many-links',
      message: '2 files had too many hard links for another one and were copied into the snapshot.',
      files: expect.arrayContaining(['file', 'same file']) as string[],
    },
  ]);
  expect(eventsOf(result, 'finished')[0]?.outcome).toBe('complete');
  expect((await stat(file)).nlink).toBe(LIMIT);
  expect(await readFile(join(second, 'file'), 'utf8')).toBe('contents\n');
  const copy = await describeTree(second, { blocks: false });
  expect(differences(await describeTree(source, { blocks: false }), copy)).toEqual([]);
  expect(differences(before, await describeTree(first))).toEqual([]);
});

it('keeps its old mode in old snapshots', async () => {
  const { source, args, first, before } = await linkedToTheLimit();
  await chmod(join(source, 'file'), 0o600);
  const second = await describeTree(snapshotOf(await runCommandLine(args)), { blocks: false });
  expect(differences(await describeTree(source, { blocks: false }), second)).toEqual([]);
  expect(differences(before, await describeTree(first))).toEqual([]);
});

it('goes on linking what can be linked', async () => {
  const { source, args } = await linkedToTheLimit();
  await writeFile(join(source, 'directory/other'), 'new contents\n');
  const second = snapshotOf(await runCommandLine(args));
  const latest = join(second, '../latest/directory/other');
  expect((await stat(join(second, 'directory/other'))).ino).toBe((await stat(latest)).ino);
});
