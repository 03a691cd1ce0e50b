import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventsOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { changeRealTree, realTree } from '../support/real-tree.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** rsync(1): checksums of all contents, attributes, owners, times, hard links, and what is too much. */
async function rsyncDifferences(source: string, copy: string): Promise<string> {
  const options = ['-naAXHSic', '--numeric-ids', '--delete', '--modify-window=-1'];
  return runProgram('rsync', [...options, `${source}/`, `${copy}/`]);
}

async function holes(path: string): Promise<number> {
  return Number(await runProgram('stat', ['--format=%b', path])) * 512;
}

it('backs up a real system, and its first snapshot stays as it is whatever changes', async () => {
  const here = await temporaryDirectory();
  const source = join(here, 'source');
  const elsewhere = join(here, 'elsewhere');
  await realTree(source, elsewhere);
  const args = ['--backup', '--snapshot', source, join(here, 'backups/latest')];

  const first = snapshotOf(await runCommandLine(args));
  expect(await rsyncDifferences(source, first)).toBe('');
  expect(await holes(join(first, 'corner/sparse'))).toBeLessThan(1024 ** 2);
  const before = await describeTree(first);
  expect(before.size).toBeGreaterThan(50_000);

  await changeRealTree(source, elsewhere);
  const second = await runCommandLine(args);
  const latest = join(here, 'backups/latest');
  expect(await rsyncDifferences(source, latest)).toBe('');
  expect(await rsyncDifferences(source, snapshotOf(second))).toBe('');
  expect(eventsOf(second, 'warning')).toEqual([]);
  expect(differences(before, await describeTree(first))).toEqual([]);

  const third = await runCommandLine(args);
  const nothing = { created: 0, changed: 0, deleted: 0, bytes: 0 };
  expect(eventsOf(third, 'finished')[0]?.changes).toEqual(nothing);
  expect(await rsyncDifferences(source, snapshotOf(third))).toBe('');
  expect(await inodes(snapshotOf(third))).toBe(await inodes(snapshotOf(second)));
}, 600_000);

/** Every file with the inode that it is: two snapshots with nothing in between share them all. */
async function inodes(path: string): Promise<string> {
  const list = await runProgram('find', [path, '!', '-type', 'd', '-printf', '%P %i\\0']);
  return list.split('\0').sort().join('\n');
}
