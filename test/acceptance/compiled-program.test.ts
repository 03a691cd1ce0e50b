import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Module } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { ageTree } from '../support/age-tree.js';
import { BUILT_COMMAND, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const PROGRAM = join(dirname(BUILT_COMMAND), 'run-program.cjs');

it('what V8 compiled at build time is accepted by the Node.js that built it', async () => {
  const { wrap } = Module as unknown as { wrap: (source: string) => string };
  const cachedData = await readFile(`${PROGRAM}.compiled`);
  const script = new Script(wrap(await readFile(PROGRAM, 'utf8')), {
    filename: PROGRAM,
    cachedData,
  });
  expect(script.cachedDataRejected).toBe(false);
});

it.each<[string, (compiled: string) => Promise<void>]>([
  ['nothing was compiled at build time', (compiled) => rm(compiled)],
  ['another version of V8 compiled it', (compiled) => writeFile(compiled, Buffer.alloc(100_000))],
  ['what was compiled is empty', (compiled) => writeFile(compiled, '')],
  ['another program was compiled', (compiled) => copyFile(process.execPath, compiled)],
])('a backup is made where %s', async (_, happen) => {
  const here = await temporaryDirectory();
  const [programs, source] = [join(here, 'programs'), join(here, 'source')];
  await cp(dirname(BUILT_COMMAND), programs, { recursive: true });
  await happen(join(programs, 'run-program.cjs.compiled'));
  await mkdir(source);
  await writeFile(join(source, 'file'), 'contents');
  await ageTree(source);
  const result = await runCommandLine([source, join(here, 'backups/latest')], {
    command: join(programs, 'rsync-system-backup.cjs'),
  });
  const [before, after] = [await describeTree(source), await describeTree(snapshotOf(result))];
  expect(differences(before, after)).toEqual([]);
});
