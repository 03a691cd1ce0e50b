import { chmod, chown, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventsOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import type { CommandLineOptions } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { ordinaryUser } from '../support/ordinary-user.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const SUBVOLUME_INODE = 256;
const NEWEST_ONLY = ['--yearly=1', '--prefer-recent'];

async function btrfsDisk() {
  const source = await smallSource(join(await temporaryDirectory(), 'source'));
  const { path: disk } = await loopFileSystem('btrfs', 256);
  const parent = join(disk, 'backups');
  return { source, disk, parent, latest: join(parent, 'latest') };
}

/** Twice, with changes of contents and modes between. */
async function twoRuns(source: string, latest: string, options: CommandLineOptions = {}) {
  const args = ['--no-sudo', '--minutely=always', source, latest];
  const first = snapshotOf(await runCommandLine(args, options));
  const before = await describeTree(first);
  await writeFile(join(source, 'directory/other'), 'new contents\n');
  await chmod(join(source, 'file'), 0o640);
  const result = await runCommandLine(args, options);
  const second = snapshotOf(result);
  const copy = await describeTree(second, { blocks: false });
  expect(differences(await describeTree(source, { blocks: false }), copy)).toEqual([]);
  expect(differences(before, await describeTree(first))).toEqual([]);
  return { first, second, methods: eventsOf(result, 'snapshot').map(({ method }) => method) };
}

it('keeps read-only subvolumes that later runs do not reach', async () => {
  const { source, latest } = await btrfsDisk();
  const { first, methods } = await twoRuns(source, latest);
  expect(methods).toEqual(['btrfs']);
  expect((await stat(latest)).ino).toBe(SUBVOLUME_INODE);
  expect(await runProgram('btrfs', ['property', 'get', '-ts', first, 'ro'])).toBe('ro=true\n');
});

it('removes subvolumes when it rotates', async () => {
  const { source, disk, parent, latest } = await btrfsDisk();
  const { first, second } = await twoRuns(source, latest);
  const result = await runCommandLine(['--rotate', ...NEWEST_ONLY, source, latest]);
  expect(result.exitCode).toBe(0);
  const names = await readdir(parent);
  expect(names.map((name) => join(parent, name))).toContain(second);
  expect(names.map((name) => join(parent, name))).not.toContain(first);
  const subvolumes = await runProgram('btrfs', ['subvolume', 'list', disk]);
  expect(subvolumes.trimEnd().split('\n')).toHaveLength(2);
});

it('takes hard links where its user could not remove a subvolume again', async () => {
  const { source, disk, parent, latest } = await btrfsDisk();
  const { uid, become, command, environment } = await ordinaryUser();
  await chown(disk, uid, uid);
  await runProgram('chown', ['-R', String(uid), source]);
  await runProgram('chgrp', ['-R', String(uid), source]);
  const options = { through: become, command, environment };
  const { first, second, methods } = await twoRuns(source, latest, options);
  expect(methods).toEqual(['hard-links']);
  expect((await stat(latest)).ino).not.toBe(SUBVOLUME_INODE);
  expect(await readFile(join(first, 'directory/other'), 'utf8')).toBe('other contents\n');
  const args = ['--no-sudo', '--rotate', ...NEWEST_ONLY, source, latest];
  expect((await runCommandLine(args, options)).exitCode).toBe(0);
  expect((await readdir(parent)).map((name) => join(parent, name))).toContain(second);
  expect((await readdir(parent)).map((name) => join(parent, name))).not.toContain(first);
});
