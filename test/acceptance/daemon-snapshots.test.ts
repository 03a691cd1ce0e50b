import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences, type TreeDescription } from '../support/describe-tree.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { oddTree } from '../support/odd-names.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { sshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A backup, and a daemon that shows it as README has it, and in a directory of a module. */
async function shownBackup(settings: readonly string[] = []) {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  const parent = join(here, 'kept');
  const latest = join(parent, 'latest');
  await mkdir(parent);
  await writeFile(join(here, 'secrets'), 'me:secret\n', { mode: 0o600 });
  const module = (name: string, path: string, ...own: readonly string[]): readonly string[] => [
    ...[`[${name}]`, `path = ${path}`, 'uid = 0', 'gid = 0'],
    ...own,
  ];
  const { port } = await rsyncDaemon(
    [
      ...module('laptop', latest, 'read only = no'),
      ...module('laptop-snapshots', parent, ...settings),
      ...module('all', here),
      ...module('in', parent, 'read only = no', 'write only = yes'),
      ...module('private-snapshots', parent, 'auth users = me', `secrets file = ${here}/secrets`),
      ...module('of-nobody-snapshots', parent, 'uid = 65534', 'gid = 65534'),
      '',
    ].join('\n'),
  );
  const backUp = async (): Promise<string> => {
    const actions = ['--no-sudo', '--backup', '--snapshot'];
    return basename(snapshotOf(await runCommandLine([...actions, source, latest])));
  };
  return { here, source, parent, latest, backUp, host: `rsync://127.0.0.1:${String(port)}` };
}

interface Told {
  readonly exitCode: number;
  /** As JSON; the code of what went wrong is among them. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

async function tell(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const options = { json: false, environment };
  const { exitCode, stdout } = await runCommandLine(['--no-sudo', '--json', ...args], options);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { exitCode, lines: lines.map((line) => JSON.parse(line) as Told['lines'][number]) };
}

const codeOf = ({ lines }: Told): unknown => lines.find(({ event }) => event === 'error')?.['code'];

/** Without what a daemon does not tell: fractions of seconds, inodes, links, and what a directory takes. */
function comparable({ lines }: Told): readonly unknown[] {
  return lines.map(({ inode: _inode, links: _links, modifiedAt, size, ...rest }) => ({
    ...rest,
    ...(modifiedAt === undefined ? {} : { modifiedAt: Math.floor(Number(modifiedAt) / 1000) }),
    ...(rest['kind'] === 'directory' ? {} : { size }),
  }));
}

it('lists and browses what a daemon shows as what lies there, whatever the names', async () => {
  const { source, latest, backUp, host, parent } = await shownBackup();
  await oddTree(source);
  await runProgram('mkfifo', [join(source, 'pipe')]);
  await runProgram('mknod', [join(source, 'device'), 'c', '1', '3']);
  await chmod(join(source, 'file'), 0o4750);
  const names = [await backUp(), await backUp()];
  for (const shown of [`${host}/laptop`, `${host}/all/${basename(parent)}/latest`]) {
    const listed = await tell(['--list', shown]);
    expect(listed.lines.map(({ name }) => name)).toEqual(names);
    for (const folder of ['', 'files', 'links', 'directories', 'directories/new\nline']) {
      const paths = folder === '' ? [] : [folder];
      const [there, here] = [
        await tell(['--browse=newest', shown, ...paths]),
        await tell(['--browse=newest', latest, ...paths]),
      ];
      expect(here.lines.length).toBeGreaterThan(0);
      expect(comparable(there)).toEqual(comparable(here));
    }
  }
});

it('tells versions and differences, and why it does not search', async () => {
  const { source, latest, backUp, host } = await shownBackup();
  await backUp();
  await writeFile(join(source, 'file'), 'longer contents than before\n');
  await rm(join(source, 'directory/other'));
  await backUp();
  const first = (await tell(['--list', latest])).lines[0]?.['name'];
  const shown = `${host}/laptop`;
  for (const verb of ['--versions=file', '--versions=directory/other', `--diff=${String(first)}`]) {
    const [there, here] = [await tell([verb, shown]), await tell([verb, latest])];
    expect(here.lines.length).toBeGreaterThan(0);
    expect(comparable(there)).toEqual(comparable(here));
  }
  expect(codeOf(await tell(['--search=file', shown]))).toBe('daemon-cannot-search');
});

it('follows no symbolic link on the way into a snapshot', async () => {
  const { source, backUp, host } = await shownBackup();
  await symlink('directory', join(source, 'link'));
  await backUp();
  const shown = `${host}/laptop`;
  expect((await tell(['--browse=newest', shown, 'directory'])).lines).toHaveLength(1);
  expect((await tell(['--browse=newest', shown, 'link'])).exitCode).toBe(1);
  expect(codeOf(await tell(['--versions=link/other', shown]))).toBe('not-in-snapshot');
});

it('restores files of every kind, and says first what it would find', async () => {
  const { here, source, parent, backUp, host } = await shownBackup();
  await oddTree(source);
  await runProgram('mknod', [join(source, 'device'), 'c', '1', '3']);
  await runProgram('setfattr', ['-n', 'user.note', '-v', 'text', join(source, 'file')]);
  const name = await backUp();
  const shown = `${host}/laptop`;
  const target = join(here, 'target');
  await mkdir(target);
  expect((await tell(['--restore=newest', shown, target])).exitCode).toBe(0);
  const inside = (tree: TreeDescription) => new Map([...tree].filter(([path]) => path !== ''));
  const snapshot = inside(await describeTree(join(parent, name)));
  expect(differences(snapshot, inside(await describeTree(target)))).toEqual([]);
  const rehearsed = await tell(['--restore=newest', '--dry-run', shown, target, 'files', 'file']);
  expect(rehearsed.lines).toMatchObject([{ missing: 0, different: 0 }]);
  await writeFile(join(target, 'file'), 'mine\n');
  expect((await tell(['--restore=newest', shown, target, 'file'])).exitCode).toBe(0);
  expect((await readdir(target)).filter((entry) => entry.startsWith('file'))).toHaveLength(3);
  expect(codeOf(await tell(['--restore=newest', shown, target, 'no such file']))).toBe(
    'not-in-snapshot',
  );
  expect((await readdir(target)).filter((entry) => entry.startsWith('.rsync'))).toEqual([]);
});

it('changes nothing that a daemon keeps', async () => {
  const { backUp, host, parent } = await shownBackup();
  const name = await backUp();
  for (const verb of ['--pin', '--unpin', '--note', '--remove']) {
    const code = codeOf(await tell([`${verb}=${name}`, `${host}/laptop`]));
    expect(code).toBe('daemon-keeps-snapshots');
  }
  expect(await readdir(parent)).toContain(name);
});

it('gives the password that a daemon asks for', async () => {
  const { here, backUp, host } = await shownBackup();
  const name = await backUp();
  await writeFile(join(here, 'password'), 'secret\n', { mode: 0o600 });
  const shown = `${host.replace('//', '//me@')}/private`;
  const file = `--password-file=${join(here, 'password')}`;
  const password = { RSYNC_PASSWORD: 'secret' };
  expect((await tell(['--list', file, shown])).lines.map((line) => line['name'])).toEqual([name]);
  expect((await tell(['--browse=newest', shown], password)).lines).toHaveLength(2);
  const target = join(here, 'target');
  await mkdir(target);
  expect((await tell(['--restore=newest', shown, target], password)).exitCode).toBe(0);
  expect((await readdir(target)).toSorted()).toEqual(['directory', 'file']);
});

it('brings nothing over where there is no room for it, and says so at once', async () => {
  const { source, backUp, host } = await shownBackup();
  await runProgram('sh', ['-c', 'head -c 40000000 /dev/urandom > "$1/large"', 'sh', source]);
  await backUp();
  const { path } = await loopFileSystem('ext4', 24);
  const told = await tell(['--restore=newest', `${host}/laptop`, path, 'large']);
  expect(codeOf(told)).toBe('target-full');
  expect(await readdir(path)).toEqual(['lost+found']);
});

it('looks and restores through a tunnel by an account without a shell', async () => {
  const { environment } = await sshServer();
  const { here, backUp, host } = await shownBackup();
  const name = await backUp();
  const shown = `${host.replace('127.0.0.1', 'localhost')}/laptop`;
  const args = ['--tunnel=forwarder@box'];
  const listed = await tell([...args, '--list', shown], environment);
  expect(listed.lines.map((line) => line['name'])).toEqual([name]);
  const target = join(here, 'target');
  await mkdir(target);
  const restored = await tell([...args, '--restore=newest', shown, target, 'file'], environment);
  expect(restored.lines).toMatchObject([{ event: 'restored', restored: ['file'] }]);
  const refused = await tell(['--tunnel=stranger@box', '--list', shown], environment);
  expect(codeOf(refused)).toBe('ssh-permission-denied');
});

it.each([
  ['a module that only takes files', 'in/latest', 'daemon-write-only'],
  ['a module that nothing shows the snapshots of', 'all', 'daemon-shows-no-snapshots'],
  ['a module that is not there', 'nothing/latest', 'daemon-module-unknown'],
  ['a module for others', 'private', 'daemon-auth-failed'],
])('says of %s why nothing is to be seen', async (_, path, code) => {
  const { backUp, host } = await shownBackup();
  await backUp();
  expect(codeOf(await tell(['--list', `${host}/${path}`]))).toBe(code);
});

it('says what the daemon may not look at, instead of leaving it out', async () => {
  const { here, source, backUp, host } = await shownBackup();
  await mkdir(join(source, 'private'), { mode: 0o700 });
  await writeFile(join(source, 'private/letter'), 'Dear aunt\n');
  await backUp();
  await chmod(here, 0o755);
  const shown = `${host}/of-nobody`;
  expect((await tell(['--browse=newest', shown])).lines).toHaveLength(3);
  for (const args of [
    ['--browse=newest', shown, 'private'],
    ['--versions=private/letter', shown],
  ]) {
    const options = { json: false };
    const { exitCode, stderr } = await runCommandLine(['--no-sudo', ...args], options);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Permission denied') as string,
    });
  }
});
