import {
  chmod,
  mkdir,
  readdir,
  rename,
  rm,
  readFile,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { parseSnapshotName } from '../../main/domain/snapshot-name.js';
import {
  eventsOf,
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
  type CommandLineResult,
} from '../support/command-line.js';
import { describeTree, differences, type TreeDescription } from '../support/describe-tree.js';
import { loopFileSystem, unmountedFileSystem } from '../support/loop-file-system.js';
import { oddTree } from '../support/odd-names.js';
import { pausedRsyncOf } from '../support/paused-rsync.js';
import { changeableInside, writeSystemFile } from '../support/private-namespace.js';
import { remoteBackup, type RemoteBackup } from '../support/remote-backup.js';
import { runProgram } from '../support/run-program.js';
import { sshServer } from '../support/ssh-server.js';

/** Generator and receiver are started by the server. */
const SENDER_ALONE = 1;
const PATIENCE = { timeout: 60_000, interval: 50 };

function backUp(
  { server, source, destination }: RemoteBackup,
  options: readonly string[] = [],
): Promise<CommandLineResult> {
  const { environment } = server;
  return runCommandLine([...options, source, destination], { environment });
}

it('backs up over one connection, into a directory with a hostile name', async () => {
  const backup = await remoteBackup();
  const snapshot = snapshotOf(await backUp(backup));
  expect(snapshot).toContain(`${backup.parent}/2`);
  expect(differences(await describeTree(backup.source), await describeTree(snapshot))).toEqual([]);
  const log = await backup.server.log();
  expect(log.match(/Accepted publickey/g)).toHaveLength(1);
  await vi.waitUntil(async () => (await backup.server.connections()).length === 0, PATIENCE);
  const lock = join(backup.parent, '.rsync-system-backup/lock');
  await runProgram('flock', ['--nonblock', lock, 'true']);
});

it('takes what looks like the part of a file for one in the source too, whether it keeps parts or not', async () => {
  const backup = await remoteBackup();
  const own = join(backup.source, '.rsync-system-backup-partial');
  await mkdir(own);
  await writeFile(join(own, 'part'), 'half');
  // The first one keeps parts, the second has nothing to send that takes long.
  for (let run = 0; run < 2; run += 1) {
    const snapshot = snapshotOf(await backUp(backup));
    expect(await readdir(snapshot)).not.toContain('.rsync-system-backup-partial');
    expect((await readdir(snapshot)).length).toBeGreaterThan(0);
  }
});

it('backs up files with every kind of name, and keeps their old modes in old snapshots', async () => {
  const backup = await remoteBackup();
  await oddTree(backup.source);
  const first = snapshotOf(await backUp(backup));
  const before = await describeTree(first);
  await runProgram('chmod', ['-R', 'go-rwx', backup.source]);
  const second = snapshotOf(await backUp(backup));
  expect(differences(await describeTree(backup.source), await describeTree(second))).toEqual([]);
  expect(differences(before, await describeTree(first))).toEqual([]);
});

it('backs up to a host with an older rsync', async () => {
  const backup = await remoteBackup();
  const { namespace } = backup.server;
  await namespace.run('cp', ['/usr/bin/rsync', '/run/rsync']);
  await changeableInside(namespace, '/usr/bin');
  const older = [
    ...['#!/bin/sh', 'case $1 in'],
    '--version) echo "rsync  version 3.1.0  protocol version 31" ;;',
    '--server) shift; exec /run/rsync --server --protocol=30 "$@" ;;',
    ...['*) exec /run/rsync "$@" ;;', 'esac', ''],
  ];
  await writeSystemFile(namespace, '/usr/bin/rsync', older.join('\n'));
  await oddTree(backup.source);
  snapshotOf(await backUp(backup));
  await runProgram('chmod', ['-R', 'go-rwx', backup.source]);
  const second = snapshotOf(await backUp(backup));
  expect(differences(await describeTree(backup.source), await describeTree(second))).toEqual([]);
});

it('takes no snapshot of what did not change when it is told so', async () => {
  const backup = await remoteBackup();
  snapshotOf(await backUp(backup));
  const second = await backUp(backup, ['--skip-unchanged']);
  expect(second.exitCode).toBe(0);
  expect(eventsOf(second, 'snapshot')).toEqual([]);
});

it('writes nothing in a dry run, and says what would happen', async () => {
  const backup = await remoteBackup();
  const before = await describeTree(backup.here);
  const result = await backUp(backup, ['--dry-run']);
  expect(result.exitCode).toBe(0);
  expect(eventsOf(result, 'change').map(({ name }) => name)).toContain('file');
  expect(differences(before, await describeTree(backup.here))).toEqual([]);
});

it('refuses a directory in which the source is, where the host is this machine', async () => {
  const backup = await remoteBackup();
  const { server, here } = backup;
  const { environment } = server;
  const inside = `box:${join(here, 'source/backups/latest')}`;
  const result = await runCommandLine([join(here, 'source'), inside], { environment });
  expect(failureOf(result)?.code).toBe('destination-inside-source');
});

it('keeps others out while it runs, and nobody once it was killed', async () => {
  const backup = await remoteBackup();
  await truncate(await emptyFile(join(backup.source, 'large')), 4 * 1000 ** 3);
  const { environment } = backup.server;
  const first = startCommandLine([backup.source, backup.destination], { environment });
  const rsync = await pausedRsyncOf(first.pid, SENDER_ALONE);
  const local = join(backup.parent, 'latest');
  for (const destination of [backup.destination, local]) {
    const second = await runCommandLine([backup.source, destination], { environment });
    expect(failureOf(second)?.code).toBe('destination-busy');
  }
  first.kill('SIGKILL');
  rsync.resume();
  await first.done;
  await runProgram('flock', [join(backup.parent, '.rsync-system-backup/lock'), 'true']);
  await vi.waitUntil(async () => (await backup.server.connections()).length === 0, PATIENCE);
  await truncate(join(backup.source, 'large'), 1000);
  const snapshot = snapshotOf(await backUp(backup));
  expect(differences(await describeTree(backup.source), await describeTree(snapshot))).toEqual([]);
});

it('stops cleanly when it is asked to', async () => {
  const backup = await remoteBackup();
  await truncate(await emptyFile(join(backup.source, 'large')), 4 * 1000 ** 3);
  const { environment } = backup.server;
  const run = startCommandLine([backup.source, backup.destination], { environment });
  const rsync = await pausedRsyncOf(run.pid, SENDER_ALONE);
  run.kill('SIGTERM');
  rsync.resume();
  const result = await run.done;
  expect(result.exitCode).toBe(143);
  expect(eventsOf(result, 'finished')[0]?.outcome).toBe('cancelled');
  expect(await recordedOutcomes(backup.parent)).toEqual(['cancelled']);
  await runProgram('flock', [join(backup.parent, '.rsync-system-backup/lock'), 'true']);
});

it('cleans up over its connection after Ctrl-C, which reaches every program of the terminal', async () => {
  const backup = await remoteBackup();
  await truncate(await emptyFile(join(backup.source, 'large')), 4 * 1000 ** 3);
  const { environment } = backup.server;
  const args = [backup.source, backup.destination];
  const run = startCommandLine(args, { environment, through: ['setsid'] });
  const rsync = await pausedRsyncOf(run.pid, SENDER_ALONE);
  process.kill(-run.pid, 'SIGINT');
  rsync.resume();
  const result = await run.done;
  expect(result.exitCode).toBe(130);
  expect(eventsOf(result, 'finished')[0]?.outcome).toBe('cancelled');
  expect(await recordedOutcomes(backup.parent)).toEqual(['cancelled']);
  await vi.waitUntil(async () => (await backup.server.connections()).length === 0, PATIENCE);
});

it('uses root’s rights by sudo, unless told not to', async () => {
  const backup = await remoteBackup();
  const trusted = { ...backup, destination: `trusted@box:${backup.parent}/latest` };
  expect((await stat(snapshotOf(await backUp(trusted)))).uid).toBe(0);
  const plain = { ...backup, destination: `plain@box:${backup.here}/plain/latest` };
  expect(failureOf(await backUp(plain))?.code).toBe('remote-sudo-refused');
  expect(failureOf(await backUp(plain, ['--no-sudo']))?.code).toBe('destination-not-writable');
  await mkdir(join(backup.here, 'plain'), { mode: 0o777 });
  await chmod(join(backup.here, 'plain'), 0o777);
  const own = await backUp(plain, ['--no-sudo']);
  const names = (await readdir(join(backup.here, 'plain'))).filter(isSnapshot);
  expect({ exitCode: own.exitCode, names: names.length }).toEqual({ exitCode: 0, names: 1 });
});

it('lists, pins and removes snapshots there', async () => {
  const backup = await remoteBackup();
  const { environment } = backup.server;
  const name =
    snapshotOf(await backUp(backup))
      .split('/')
      .at(-1) ?? '';
  const use = (...args: string[]) =>
    runCommandLine(args, { environment, json: false }).then(
      ({ stdout, stderr }) => stdout + stderr,
    );
  expect(await use('--pin=newest', backup.destination)).toContain('is pinned');
  expect(await use('--list', backup.destination)).toContain('pinned');
  expect(await use(`--remove=${name}`, backup.destination)).toContain('is pinned');
  await use('--unpin=newest', backup.destination);
  expect(await use(`--remove=${name}`, backup.destination)).toContain('Removed');
  expect((await readdir(backup.parent)).filter(isSnapshot)).toEqual([]);
});

it('lists directories and versions there, whatever their names are', async () => {
  const backup = await remoteBackup();
  await oddTree(backup.source);
  const { environment } = backup.server;
  const first = snapshotOf(await backUp(backup));
  await writeFile(join(backup.source, 'file'), 'other contents than before\n');
  snapshotOf(await backUp(backup));
  const local = join(backup.parent, 'latest');
  const tell = async (...args: string[]) => {
    const { stdout, stderr } = await runCommandLine(args, { environment, json: false });
    return stdout + stderr;
  };
  const both = (option: string, ...rest: string[]) =>
    Promise.all([backup.destination, local].map((place) => tell(option, place, ...rest)));
  for (const rest of [[], ['directory']]) {
    const [there = '', here = ''] = await both('--browse=newest', ...rest);
    expect(lines(there)).toEqual(lines(here));
  }
  const [there = '', here = ''] = await both('--versions=file');
  expect(lines(here)).toHaveLength(2);
  expect(lines(there)).toEqual(lines(here));
  await symlink('/etc', join(first, 'elsewhere'));
  const name = first.split('/').at(-1) ?? '';
  const refused = await tell(`--browse=${name}`, backup.destination, 'elsewhere');
  expect(refused).toContain('There is no directory “elsewhere”');
});

it('says what could not be looked at, instead of leaving it out', async () => {
  const backup = await remoteBackup();
  const { environment } = backup.server;
  await mkdir(join(backup.source, 'private'), { mode: 0o700 });
  await writeFile(join(backup.source, 'private/letter'), 'first\n');
  await chmod(backup.here, 0o755);
  snapshotOf(await backUp(backup));
  await chmod(join(backup.source, 'private'), 0o755);
  snapshotOf(await backUp(backup));
  const plain = `plain@box:${backup.parent}/latest`;
  for (const args of [
    ['--versions=private/letter', plain],
    [
      `--browse=${(await readdir(backup.parent)).filter(isSnapshot).sort()[0] ?? ''}`,
      plain,
      'private',
    ],
  ]) {
    const { exitCode, stderr } = await runCommandLine(['--no-sudo', ...args], {
      environment,
      json: false,
    });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Permission denied') as string,
    });
  }
  const missing = ['--no-sudo', '--versions=no such directory/letter', plain];
  const { stderr } = await runCommandLine(missing, { environment, json: false });
  expect(stderr).toContain('is in no snapshot');
});

it('compares, searches and rehearses a restore there as it does here', async () => {
  const backup = await remoteBackup();
  await oddTree(backup.source);
  const { environment } = backup.server;
  const first = nameOf(snapshotOf(await backUp(backup)));
  const { source } = backup;
  await writeFile(join(source, 'file'), 'longer contents than before\n');
  await chmod(join(source, 'directory'), 0o711);
  await mkdir(join(source, 'new/inside'), { recursive: true });
  await writeFile(join(source, 'new/inside/one'), '1');
  await runProgram('mknod', [join(source, 'new/device'), 'c', '1', '3']);
  snapshotOf(await backUp(backup));
  await rename(join(source, 'new'), join(source, 'newer'));
  await rm(join(source, 'directory/other'), { recursive: true });
  const last = nameOf(snapshotOf(await backUp(backup)));
  const target = join(backup.here, 'target');
  await runProgram('cp', ['-a', source, target]);
  await writeFile(join(target, 'file'), 'changed meanwhile\n');
  await rm(join(target, 'newer/device'));
  const local = join(backup.parent, 'latest');
  const told = async (place: string, option: string, rest: readonly string[]) => {
    const args = ['--json', option, place, ...rest];
    const { stdout, stderr } = await runCommandLine(args, { environment, json: false });
    return lines((stdout + stderr).replace(/"freeBytes":\d+/, ''));
  };
  for (const [option, ...rest] of [
    [`--diff=${first}`, last],
    [`--diff=${last}`, first],
    ['--search=e'],
    ['--search=*'],
    ['--restore=newest', target, '--dry-run', '--conflict=replace'],
    ['--restore=newest', target, '--dry-run', 'newer', 'directory'],
    [`--restore=${first}`, target, '--dry-run', '--in-place', 'directory/other'],
  ]) {
    const here = await told(local, option ?? '', rest);
    expect(here.length).toBeGreaterThan(0);
    expect({ option, told: await told(backup.destination, option ?? '', rest) }).toEqual({
      option,
      told: here,
    });
  }
});

it('tells of a damaged directory while it searches, and keeps quiet about one that is not for the account', async () => {
  // Before the server starts: it does not see what is mounted afterwards.
  const parent = await damagedSnapshots();
  const { environment } = await sshServer();
  const find = async (...args: string[]) => {
    const all = ['--no-sudo', '--search=letter', ...args];
    const { exitCode, stdout, stderr } = await runCommandLine(all, { environment, json: false });
    return { exitCode, stdout, stderr };
  };
  // EUCLEAN, which Node.js has no name for.
  for (const [place, says] of [
    [join(parent, 'damaged/latest'), 'system error -117'],
    [`box:${parent}/damaged/latest`, 'Not everything in'],
  ] as const) {
    const told = expect.stringContaining(says) as string;
    expect(await find(place)).toMatchObject({ exitCode: 1, stderr: told });
  }
  expect(await find(`plain@box:${parent}/private/latest`)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^[^\n]*whole\/letter[^\n]*\n$/) as string,
  });
});

/** In `damaged`, a directory has lost its inode; in `private`, one is root's alone. */
async function damagedSnapshots(): Promise<string> {
  const { path, image } = await unmountedFileSystem('ext4', 24);
  const mount = async () => {
    await runProgram('mount', ['-o', 'loop', image, path]);
  };
  await mount();
  for (const [place, mode] of [
    ['damaged', 0o755],
    ['private', 0o700],
  ] as const) {
    const snapshot = join(path, place, SNAPSHOT);
    await mkdir(join(path, place, 'latest'), { recursive: true });
    for (const directory of ['whole', 'other']) {
      await mkdir(join(snapshot, directory), { recursive: true });
      await writeFile(join(snapshot, directory, 'letter'), '');
    }
    await chmod(join(snapshot, 'other'), mode);
  }
  await runProgram('umount', [path]);
  await runProgram('debugfs', ['-w', '-R', `clri "/damaged/${SNAPSHOT}/other"`, image]);
  await mount();
  onTestFinished(async () => {
    await runProgram('umount', [path]);
  });
  return path;
}

const SNAPSHOT = '2026-01-01 00:00:00';

it('brings nothing over where there is no room for it, and says so at once', async () => {
  const backup = await remoteBackup();
  await runProgram('sh', ['-c', 'head -c 40000000 /dev/urandom > "$1/large"', 'sh', backup.source]);
  snapshotOf(await backUp(backup));
  const { path } = await loopFileSystem('ext4', 24);
  const args = ['--json', '--restore=newest', backup.destination, path, 'large'];
  const { environment } = backup.server;
  const { exitCode, stdout } = await runCommandLine(args, { environment, json: false });
  expect(exitCode).toBe(1);
  const [told] = lines(stdout).map((line) => JSON.parse(line) as Record<string, string>);
  expect(told).toMatchObject({ event: 'error', code: 'target-full' });
  expect(told?.['message']).toContain(`There is no room for 40 MB in “${path}”`);
  expect(await readdir(path)).toEqual(['lost+found']);
});

it('restores files of every kind from there, and leaves what is there alone', async () => {
  const backup = await remoteBackup();
  await oddTree(backup.source);
  const { environment } = backup.server;
  snapshotOf(await backUp(backup));
  const target = join(backup.here, 'target');
  await mkdir(target);
  const restore = (...args: string[]) =>
    runCommandLine(['--restore=newest', backup.destination, target, ...args], {
      environment,
      json: false,
    });
  expect((await restore()).exitCode).toBe(0);
  const withoutRoot = (tree: TreeDescription) => new Map([...tree].filter(([name]) => name !== ''));
  const source = withoutRoot(await describeTree(backup.source));
  expect(differences(source, withoutRoot(await describeTree(target)))).toEqual([]);
  await writeFile(join(target, 'file'), 'written meanwhile\n');
  const names = await readdir(target);
  expect((await restore('file', 'directory/other')).exitCode).toBe(0);
  expect(await readFile(join(target, 'file'), 'utf8')).toBe('written meanwhile\n');
  // The other one of that name, and what was in a directory.
  expect(await readdir(target)).toHaveLength(names.length + 2);
  const missing = await restore('no such file');
  expect({ exitCode: missing.exitCode, says: missing.stderr }).toMatchObject({
    exitCode: 1,
    says: expect.stringContaining('“no such file” is not in the snapshot') as string,
  });
});

it('says that the disk there is full', async () => {
  // Before the server starts: it does not see what is mounted afterwards.
  const disk = await loopFileSystem('ext4', 24);
  const backup = await remoteBackup();
  await writeFile(join(backup.source, 'large'), Buffer.alloc(30 * 1024 ** 2, 1));
  const full = { ...backup, destination: `box:${disk.path}/latest` };
  const { code, phase } = failureOf(await backUp(full)) ?? {};
  expect({ code, phase }).toEqual({ code: 'disk-full', phase: 'rsync' });
});

function nameOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

/** In the order of their text. */
function lines(text: string): readonly string[] {
  return text.split('\n').filter(Boolean).sort();
}

async function emptyFile(path: string): Promise<string> {
  await writeFile(path, '');
  return path;
}

async function recordedOutcomes(parent: string): Promise<readonly unknown[]> {
  const runs = join(parent, '.rsync-system-backup/runs');
  const names = (await readdir(runs)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const record: unknown = JSON.parse(await readFile(join(runs, name), 'utf8'));
      return (record as { readonly outcome: unknown }).outcome;
    }),
  );
}

function isSnapshot(name: string): boolean {
  return parseSnapshotName(name) !== null;
}
