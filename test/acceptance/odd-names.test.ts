import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unescapeName } from '../../main/shared/display-name.js';
import { parseItemizedChange } from '../../main/domain/itemized-change.js';
import { eventsOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { ODD_NAMES, oddTree } from '../support/odd-names.js';
import { ordinaryUser } from '../support/ordinary-user.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Anything that a shell was made to do would show in `cwd`. */
async function oddSource() {
  const here = await temporaryDirectory();
  const [source, cwd] = [join(here, 'source'), join(here, 'cwd')];
  await oddTree(source);
  await mkdir(cwd);
  const backups = join(here, 'backups');
  return { here, source, cwd, backups, args: [source, join(backups, 'latest')] };
}

it('backs them up exactly, and runs nothing', async () => {
  const { source, cwd, args } = await oddSource();
  const snapshot = snapshotOf(await runCommandLine(args, { cwd }));
  expect(differences(await describeTree(source), await describeTree(snapshot))).toEqual([]);
  expect(await readdir(cwd)).toEqual([]);
});

it('keeps their old modes and owners in old snapshots', async () => {
  const { source, cwd, args } = await oddSource();
  const first = snapshotOf(await runCommandLine(args, { cwd }));
  const before = await describeTree(first);
  await runProgram('chmod', ['-R', 'g-r,o+x', source]);
  await runProgram('chown', ['-R', '-h', '1234:5678', source]);
  const second = snapshotOf(await runCommandLine(args, { cwd }));
  expect(differences(await describeTree(source), await describeTree(second))).toEqual([]);
  expect(differences(before, await describeTree(first))).toEqual([]);
  expect(await readdir(cwd)).toEqual([]);
});

it('writes each into the list of changes', async () => {
  const { source, cwd, args, backups } = await oddSource();
  snapshotOf(await runCommandLine(args, { cwd }));
  const runs = join(backups, '.rsync-system-backup/runs');
  const log = (await readdir(runs)).find((name) => name.endsWith('.changes.gz')) ?? '';
  const lines = gunzipSync(await readFile(join(runs, log)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const listed = lines
    .map(parseItemizedChange)
    .filter((change) => change?.action === 'created')
    .map((change) => Buffer.from(unescapeName(change?.name ?? '')).toString('latin1'));
  const names = [...(await describeTree(source)).keys()].filter((name) => name !== '');
  expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  expect(names.filter((name) => !listed.includes(name))).toEqual([]);
});

it('lists those that could not be read so that a terminal shows them and does not obey', async () => {
  const { source } = await oddSource();
  const { become, command, environment, home } = await ordinaryUser();
  await runProgram('rm', ['-r', join(source, 'again')]);
  await runProgram('chmod', ['-R', 'go-r', join(source, 'files')]);
  await runProgram('chmod', ['a+r', join(source, 'files')]);
  const args = ['--no-sudo', source, join(home, 'backups/latest')];
  const result = await runCommandLine(args, {
    ...{ through: become, command, environment, cwd: home },
  });
  expect(eventsOf(result, 'finished')[0]?.outcome).toBe('warnings');
  const [warning] = eventsOf(result, 'warning');
  expect(warning?.code).toBe('files-unreadable');
  const files = warning?.files ?? [];
  expect(files).toHaveLength((await readdir(join(source, 'files'))).length);
  expect(files.filter((file) => /[\p{Cc}\p{Bidi_Control}]/u.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(
      [
        ...['$(touch interpreted)', '-rf', '"quoted"', 'ends with a backslash\\', 'back\\slash'],
        ...['new\\#012line', '\\#033[31mred\\#033[0m\\#007', '\\#342\\#200\\#256gnp.exe'],
        ...['\\#377\\#376', 'a\\#303', 'é', '😀', 'file has vanished: "x"'],
      ].map((name) => `files/${name}`),
    ),
  );
  expect(await readdir(home)).toEqual(['backups']);
});

const DIRECTORY_NAMES = ODD_NAMES.filter((name) => Buffer.byteLength(name) < 200);

it('takes them for the names of source and destination', async () => {
  const here = await temporaryDirectory();
  const cwd = join(here, 'cwd');
  await mkdir(cwd);
  for (const [index, name] of DIRECTORY_NAMES.entries()) {
    const source = await smallSource(join(here, `source ${String(index)}`, name));
    const backups = join(here, `backups ${String(index)}`, name);
    const snapshot = snapshotOf(await runCommandLine([source, join(backups, 'latest')], { cwd }));
    const names = [...(await describeTree(snapshot)).keys()];
    expect({ name, names }).toEqual({ name, names: ['', 'directory', 'directory/other', 'file'] });
    expect((await readdir(backups)).sort()).toHaveLength(3);
  }
  expect(await readdir(cwd)).toEqual([]);
});
