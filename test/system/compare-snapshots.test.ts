import { chmod, link, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Comparison } from '../../main/shared/snapshot-content.js';
import { findBoth } from '../../main/engine/change-snapshots.js';
import { localPorts } from '../../main/system/local-ports.js';
import { compareSnapshots } from '../../main/system/store/compare-snapshots.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { ageTree } from '../support/age-tree.js';
import { runCommandLine, snapshotOf } from '../support/command-line.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Three snapshots with changes of all kinds in between, and a run that took none. */
async function threeSnapshots() {
  const here = await temporaryDirectory();
  const [source, latest] = [join(here, 'source'), join(here, 'backups/latest')];
  const at = (path: string): string => join(source, path);
  const options = ['--no-sudo', source, latest];
  const backUp = async (): Promise<string> =>
    basename(snapshotOf(await runCommandLine(['--backup', '--snapshot', ...options])));
  await mkdir(at('letters/old'), { recursive: true });
  await mkdir(at('becomes a file/inner'), { recursive: true });
  for (const name of ['letters/aunt', 'letters/old/uncle', 'becomes a file/inner/one', 'plan']) {
    await writeFile(at(name), name);
  }
  await writeFile(at('becomes a folder'), 'a file');
  await writeFile(at('twice'), 'one');
  await link(at('twice'), at('letters/twice'));
  await ageTree(source);
  const first = await backUp();
  await writeFile(at('plan'), 'a longer plan');
  await writeFile(at('twice'), 'both are another');
  await writeFile(at('comes and goes'), '');
  await rm(at('letters/old'), { recursive: true });
  await rm(at('becomes a file'), { recursive: true });
  await writeFile(at('becomes a file'), 'now');
  await runCommandLine(['--backup', ...options]);
  await rm(at('comes and goes'));
  await rm(at('becomes a folder'));
  await mkdir(at('becomes a folder/with'), { recursive: true });
  await writeFile(at('becomes a folder/with/new\nline'), 'x');
  const second = await backUp();
  await chmod(at('twice'), 0o600);
  const third = await backUp();
  const records = join(here, 'backups/.rsync-system-backup/runs');
  const store = await localPorts({ ionice: null, askPassphrase: null }).openStore(latest);
  const compared = async (...names: readonly [string, string]): Promise<Comparison> => {
    const [before, after] = await findBoth(store, { before: names[0], after: names[1] });
    const lookNow = (): TreeDirectory | null => TreeDirectory.find(source, []);
    return compareSnapshots(
      store,
      { before, after, lookNow },
      { signal: new AbortController().signal },
    );
  };
  return { names: [first, second, third] as const, records, compared };
}

const told = ({ changes }: Comparison): readonly string[] =>
  changes.map((change) => JSON.stringify(change)).sort();

it('the records of the runs lead to the same changes as the trees themselves', async () => {
  const { names, records, compared } = await threeSnapshots();
  const [first, second] = names;
  const byRecords = await compared(first, second);
  const reversed = await compared(second, first);
  expect([byRecords.fromRecords, reversed.fromRecords]).toEqual([true, true]);
  expect(byRecords.counts).toEqual({ created: 4, changed: 3, deleted: 6 });
  await rm(records, { recursive: true });
  const byTrees = await compared(first, second);
  expect(byTrees.fromRecords).toBe(false);
  expect(told(byRecords)).toEqual(told(byTrees));
  expect(byRecords.counts).toEqual(byTrees.counts);
  expect(told(reversed)).toEqual(told(await compared(second, first)));
});

it('new rights of a file with several names are found under all of them', async () => {
  const { names, compared } = await threeSnapshots();
  const { changes, fromRecords } = await compared(names[1], names[2]);
  expect(fromRecords).toBe(false);
  expect(changes.map(({ path }) => path)).toEqual(['letters/twice', 'twice']);
});
