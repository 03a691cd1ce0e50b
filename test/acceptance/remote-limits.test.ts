import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { failureOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { fillDisk } from '../support/fill-disk.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { remoteBackup } from '../support/remote-backup.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const PATIENCE = { timeout: 60_000, interval: 200 };

it('stops before anything changes where a disk of another machine is nearly full', async () => {
  // Before the server starts: it does not see what is mounted afterwards.
  const disk = await loopFileSystem('ext4', 64, ['-b', '4096']);
  const { server, source } = await remoteBackup();
  const { environment } = server;
  const latest = join(disk.path, 'backups/latest');
  const args = [source, `box:${latest}`];
  const first = snapshotOf(await runCommandLine(args, { environment }));
  const before = await describeTree(first);
  await writeFile(join(source, 'file'), 'other contents\n');
  await writeFile(join(source, 'new'), Buffer.alloc(2 * 1024 ** 2, 1));
  const filler = await fillDisk(disk.path, 512 * 1024);
  const failure = failureOf(await runCommandLine(args, { environment }));
  expect(failure).toMatchObject({
    code: 'disk-full',
    phase: 'prepare',
    message: `The disk of “${disk.path}/backups” is full: nothing more fits.`,
  });
  expect(failure?.advice).toContain('--rotate');
  for (const tree of [first, latest]) {
    expect(differences(before, await describeTree(tree))).toEqual([]);
  }
  await filler.remove();
  const second = snapshotOf(await runCommandLine(args, { environment }));
  expect(differences(await describeTree(source), await describeTree(second))).toEqual([]);
});

it('says that a daemon is busy while it takes the snapshot of a transfer, and gets in after that', async () => {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  const [latest, go] = [join(here, 'module/latest'), join(here, 'go')];
  await mkdir(latest, { recursive: true });
  const command = `echo began >>'${here}/log'; while [ ! -e '${go}' ]; do sleep 0.1; done`;
  const { port } = await rsyncDaemon(
    [
      ...['[module]', `path = ${latest}`, 'read only = no', 'uid = 0', 'gid = 0'],
      ...['max connections = 1', `post-xfer exec = ${command}`, ''],
    ].join('\n'),
  );
  const args = [source, `rsync://127.0.0.1:${String(port)}/module`];
  expect((await runCommandLine(args)).exitCode).toBe(0);
  const busy = failureOf(await runCommandLine(args));
  expect(busy).toMatchObject({ code: 'daemon-busy' });
  expect(busy?.advice).not.toBe('');
  await writeFile(go, '');
  await vi.waitUntil(async () => (await runCommandLine(args)).exitCode === 0, PATIENCE);
  expect(differences(await describeTree(source), await describeTree(latest))).toEqual([]);
});
