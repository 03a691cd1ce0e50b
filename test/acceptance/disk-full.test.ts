import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseSnapshotName } from '../../main/domain/snapshot-name.js';
import { ageTree } from '../support/age-tree.js';
import { eventsOf, failureOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { fillDisk } from '../support/fill-disk.js';
import { generations } from '../support/generations.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { seededRandom } from '../support/seeded-random.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const MEGABYTE = 1000 ** 2;

/** A small disk with one snapshot of a source on it. */
async function smallDisk(
  fillSource: (source: string) => Promise<void>,
  { megabytes = 64, options = [] }: { megabytes?: number; options?: readonly string[] } = {},
) {
  const source = join(await temporaryDirectory(), 'source');
  await mkdir(source);
  await fillSource(source);
  await ageTree(source);
  const { path: disk } = await loopFileSystem('ext4', megabytes, options);
  const args = [source, join(disk, 'backups/latest')];
  const snapshot = snapshotOf(await runCommandLine(args));
  const before = await describeTree(snapshot);
  return {
    source,
    disk,
    args,
    expectSnapshotUntouched: async (): Promise<void> => {
      expect(differences(before, await describeTree(snapshot))).toEqual([]);
    },
    expectCompleteRun: async (): Promise<void> => {
      // rsync compares whole seconds, and the run that failed wrote into the copied directory.
      await ageTree(source);
      const copy = await describeTree(snapshotOf(await runCommandLine(args)), { blocks: false });
      expect(differences(await describeTree(source, { blocks: false }), copy)).toEqual([]);
    },
    snapshots: async () =>
      (await readdir(join(disk, 'backups'))).filter((name) => parseSnapshotName(name) !== null),
  };
}

async function someFiles(source: string): Promise<void> {
  for (let number = 0; number < 8; number += 1) {
    await writeFile(join(source, `file ${String(number)}`), randomBytes(MEGABYTE / 2));
  }
}

async function manyDirectories(source: string, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const directory = join(source, `directory ${String(number)}`);
    await mkdir(directory);
    await writeFile(join(directory, 'file'), String(number));
  }
}

it('says in which phase and by how much files did not fit', async () => {
  const { source, disk, args, ...check } = await smallDisk(someFiles);
  await chmod(join(source, 'file 1'), 0o600);
  await writeFile(join(source, 'large'), randomBytes(20 * MEGABYTE));
  const filler = await fillDisk(disk, 5 * MEGABYTE);
  const failure = failureOf(await runCommandLine(args));
  expect(failure).toMatchObject({ code: 'disk-full', phase: 'rsync' });
  expect(failure?.message).toMatch(
    /^The disk became full while rsync copied files: about 1[456](\.\d)? MB are missing\.$/,
  );
  await check.expectSnapshotUntouched();
  expect(await check.snapshots()).toHaveLength(1);
  await filler.remove();
  await check.expectCompleteRun();
  await check.expectSnapshotUntouched();
});

it('says by how much the directories of a snapshot did not fit', async () => {
  const { disk, args, ...check } = await smallDisk((source) => manyDirectories(source, 2000), {
    options: ['-b', '4096'],
  });
  const filler = await fillDisk(disk, 3 * 1024 ** 2);
  const failure = failureOf(await runCommandLine(args));
  expect(failure).toMatchObject({ code: 'disk-full', phase: 'snapshot' });
  const [, missing] = /: about (\d+) KiB are missing\.$/.exec(failure?.message ?? '') ?? [];
  // 2,000 directories of 4 KiB, less what was free.
  expect(Number(missing)).toBeGreaterThan(4000);
  expect(Number(missing)).toBeLessThan(8000);
  await check.expectSnapshotUntouched();
  expect(await check.snapshots()).toHaveLength(1);
  expect(await readdir(join(disk, 'backups/.rsync-system-backup'))).not.toContain('working');
  await filler.remove();
  await check.expectCompleteRun();
});

it('says that inodes are what did not suffice', async () => {
  const small = { options: ['-N', '1024'] };
  const { disk, args, ...check } = await smallDisk((source) => manyDirectories(source, 300), small);
  const { ffree } = await statfs(disk);
  await mkdir(join(disk, 'others'));
  await manyFiles(join(disk, 'others'), ffree - 100);
  const failure = failureOf(await runCommandLine(args));
  expect(failure).toMatchObject({
    code: 'disk-full',
    phase: 'snapshot',
    message: 'There is no room for the snapshot: no inodes are left.',
  });
  await check.expectSnapshotUntouched();
  expect(await check.snapshots()).toHaveLength(1);
});

async function manyFiles(directory: string, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await writeFile(join(directory, String(number)), '');
  }
}

it.each([
  [0, 'prepare'],
  [1, 'prepare'],
  [2, 'detach'],
] as const)('leaves old snapshots alone with %i inodes left', async (left, phase) => {
  const small = { options: ['-N', '256'] };
  const { source, disk, args, ...check } = await smallDisk(someFiles, small);
  await chmod(join(source, 'file 1'), 0o600);
  await mkdir(join(disk, 'others'));
  await manyFiles(join(disk, 'others'), (await statfs(disk)).ffree - left);
  expect(failureOf(await runCommandLine(args))).toMatchObject({ code: 'disk-full', phase });
  await check.expectSnapshotUntouched();
});

it('refuses a disk on which nothing more fits before it begins', async () => {
  const { disk, args, ...check } = await smallDisk(someFiles);
  await fillDisk(disk, 0);
  expect(failureOf(await runCommandLine(args))).toEqual({
    code: 'disk-full',
    phase: 'prepare',
    message: `The disk of “${disk}/backups” is full: nothing more fits.`,
    advice:
      'Remove snapshots with --rotate and a smaller scheme (that needs no room), or use a larger disk.',
  });
  await check.expectSnapshotUntouched();
});

it('removes snapshots with no byte left', async () => {
  const { source, disk, args, ...check } = await smallDisk(someFiles);
  await writeFile(join(source, 'file 1'), randomBytes(MEGABYTE));
  const newest = snapshotOf(await runCommandLine(args));
  const before = await describeTree(newest);
  await fillDisk(disk, 0);
  expect((await statfs(disk)).bavail).toBe(0);
  const result = await runCommandLine(['--rotate', '--yearly=1', '--prefer-recent', ...args]);
  expect(result.exitCode).toBe(0);
  expect(await check.snapshots()).toEqual([newest.slice(newest.lastIndexOf('/') + 1)]);
  expect((await statfs(disk)).bavail).toBeGreaterThan(0);
  expect(differences(before, await describeTree(newest))).toEqual([]);
});

it('applies a change of mode in place, and says so, where a file has no room beside itself', async () => {
  const { source, disk, args } = await smallDisk(async (path) => {
    await writeFile(join(path, 'large'), randomBytes(20 * MEGABYTE));
    await writeFile(join(path, 'small'), 'fits');
  });
  for (const name of ['large', 'small']) await chmod(join(source, name), 0o600);
  await fillDisk(disk, 5 * MEGABYTE);
  const result = await runCommandLine(args);
  expect(eventsOf(result, 'warning')).toEqual([
    {
      event: 'warning',
      code: 'changed-in-place',
      message:
        'There was no room to keep the old owner, mode and attributes of “large” in older snapshots.',
      files: ['large'],
    },
  ]);
  snapshotOf(result);
});

it('keeps every snapshot whole on a disk that is full to a random degree', async () => {
  const random = seededRandom();
  const source = await generations(join(await temporaryDirectory(), 'source'));
  const { path: disk } = await loopFileSystem('ext4', 96);
  const parent = join(disk, 'backups');
  const args = ['--minutely=1', source.path, join(parent, 'latest')];
  const outcomes: string[] = [];
  for (let pass = 0; pass < 12; pass += 1) {
    await writeFile(join(source.path, 'payload'), randomBytes(random.next() * 10 * MEGABYTE));
    await source.advance();
    const filler = pass === 0 ? null : await fillDisk(disk, random.next() * 14 * MEGABYTE);
    const result = await runCommandLine(args);
    const failure = failureOf(result);
    expect([null, 'disk-full']).toContain(failure?.code ?? null);
    outcomes.push(failure?.phase ?? 'complete');
    for (const name of await readdir(parent)) {
      if (parseSnapshotName(name) === null) continue;
      expect(await source.defects(join(parent, name))).toEqual([]);
    }
    await filler?.remove();
    expect(await source.defects(snapshotOf(await runCommandLine(args)))).toEqual([]);
  }
  console.log(`phases that failed: ${outcomes.join(', ')}`);
});
