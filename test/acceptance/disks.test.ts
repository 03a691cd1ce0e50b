import { execa } from 'execa';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  BUILT_COMMAND,
  eventsOf,
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
} from '../support/command-line.js';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import { pausedRsyncOf } from '../support/paused-rsync.js';
import {
  changeableInside,
  privateNamespace,
  writeSystemFile,
  type PrivateNamespace,
} from '../support/private-namespace.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { hugeFile } from '../support/huge-file.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A disk that /etc/fstab has and nobody mounted. */
async function configuredDisk() {
  const source = await smallSource(join(await temporaryDirectory(), 'source'));
  const { path, image } = await unmountedFileSystem('ext4', 32);
  const namespace = await privateNamespace();
  await changeableInside(namespace, '/etc');
  await writeSystemFile(namespace, '/etc/fstab', `${image} ${path} ext4 noauto,loop 0 0\n`);
  const through = { through: namespace.enter };
  return {
    ...{ source, disk: path, image, namespace, through },
    args: [`--mount=${path}`, source, join(path, 'backups/latest')],
    isMounted: async () => {
      const targets = await namespace.run('findmnt', ['--noheadings', '--raw', '-o', 'TARGET']);
      return targets.split('\n').includes(path);
    },
    contents: (directory: string) => namespace.run('ls', ['-A', directory]),
  };
}

it('mounts the disk, backs up, and unmounts it', async () => {
  const { disk, namespace, through, args, isMounted, contents } = await configuredDisk();
  const result = await runCommandLine(args, through);
  const snapshot = snapshotOf(result);
  const phases = eventsOf(result, 'phase').map(({ phase }) => phase);
  expect(phases).toEqual(['check', 'mount', 'prepare', 'rsync', 'snapshot', 'rotate', 'unmount']);
  expect(await isMounted()).toBe(false);
  expect(await contents(disk)).toBe('');
  await namespace.run('mount', [disk]);
  expect(await contents(snapshot)).toBe('directory\nfile\n');
});

it('leaves the disk mounted when it was', async () => {
  const { disk, namespace, through, args, isMounted } = await configuredDisk();
  await namespace.run('mount', [disk]);
  const result = await runCommandLine(args, through);
  snapshotOf(result);
  expect(eventsOf(result, 'phase').map(({ phase }) => phase)).not.toContain('unmount');
  expect(await isMounted()).toBe(true);
});

it('writes nothing into the empty mount point of a disk that is not mounted', async () => {
  const { source, disk, through } = await configuredDisk();
  const result = await runCommandLine([source, join(disk, 'backups/latest')], through);
  expect(failureOf(result)).toMatchObject({
    code: 'not-mounted',
    message: `Nothing is mounted at “${disk}”, where the destination belongs.`,
    advice: `Mount it first, or let the backup do that with --mount=${disk}.`,
  });
  expect(await readdir(disk)).toEqual([]);
});

it('takes a mount point for what it is, and not for the first letters of another name', async () => {
  const { source, disk, through, isMounted } = await configuredDisk();
  await mkdir(`${disk}2`);
  const args = [`--mount=${disk}`, source, `${disk}2/latest`];
  expect(failureOf(await runCommandLine(args, through))).toMatchObject({
    code: 'outside-mount-point',
    message: `The destination “${disk}2/latest” is not inside the mount point “${disk}”.`,
    advice: `Choose a directory below it, such as “${disk}/latest”.`,
  });
  expect(await readdir(`${disk}2`)).toEqual([]);
  expect(await isMounted()).toBe(false);
});

it('unmounts the disk when the run fails', async () => {
  const { source, disk, namespace, through, isMounted } = await configuredDisk();
  await namespace.run('mount', [disk]);
  await namespace.run('mkdir', [join(disk, 'latest')]);
  await namespace.run('cp', [join(source, 'file'), join(disk, 'latest/foreign')]);
  await namespace.run('umount', [disk]);
  const args = [`--mount=${disk}`, source, join(disk, 'latest')];
  expect(failureOf(await runCommandLine(args, through))).toMatchObject({ code: 'not-a-backup' });
  expect(await isMounted()).toBe(false);
});

it('unmounts the disk when the run is stopped', async () => {
  const { source, through, args, isMounted } = await configuredDisk();
  await hugeFile(join(source, 'huge'));
  const run = startCommandLine(args, through);
  await run.until((event) => event.event === 'phase' && event.phase === 'rsync');
  const rsync = await pausedRsyncOf(run.pid);
  run.kill('SIGTERM');
  rsync.resume();
  const result = await run.done;
  expect(result.exitCode).toBe(143);
  expect(eventsOf(result, 'warning')).toEqual([]);
  expect(await isMounted()).toBe(false);
});

it('says why a disk could not be mounted', async () => {
  const { disk, image, through, args } = await configuredDisk();
  await rm(image);
  const failure = failureOf(await runCommandLine(args, through));
  expect(failure).toMatchObject({ code: 'failed-to-mount', phase: 'mount' });
  expect(failure?.message).toContain(`“${disk}” could not be mounted: `);
  expect(await readdir(disk)).toEqual([]);
});

it('says at the end that the disk can be unplugged, or what keeps it', async () => {
  const { disk, namespace, through, args } = await configuredDisk();
  const [finished] = eventsOf(await runCommandLine(args, through), 'finished');
  // A file is no disk, and nobody unplugs it.
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: null });
  await namespace.run('mount', [disk]);
  const [left] = eventsOf(await runCommandLine(args, through), 'finished');
  expect(left).toMatchObject({ safeToUnplug: false, keptBy: [disk] });
});

it('refuses a disk that is mounted read-only, and leaves it as it was', async () => {
  const { disk, namespace, through, args, isMounted } = await configuredDisk();
  await namespace.run('mount', ['-o', 'ro', disk]);
  const failure = failureOf(await runCommandLine(args, through));
  expect(failure).toMatchObject({ code: 'mounted-read-only' });
  expect(failure?.advice).toContain('“sudo fsck /dev/loop');
  expect(await isMounted()).toBe(true);
});

it('refuses what is mounted in the place of the disk', async () => {
  const { disk, namespace, through, args } = await configuredDisk();
  await namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', disk]);
  expect(failureOf(await runCommandLine(args, through))).toMatchObject({
    code: 'mount-point-occupied',
  });
  expect(await namespace.run('ls', ['-A', disk])).toBe('');
});

it('refuses a damaged file system with the command that checks it', async () => {
  const { image, through, args } = await configuredDisk();
  await runProgram('dd', ['if=/dev/zero', `of=${image}`, 'bs=1M', 'count=1', 'conv=notrunc']);
  const failure = failureOf(await runCommandLine(args, through));
  expect(failure).toMatchObject({ code: 'file-system-damaged', phase: 'mount' });
  expect(failure?.advice).toContain(`“sudo fsck ${image}”`);
});

it('warns of files that the disk hides, and touches them not', async () => {
  const { disk, through, args, isMounted } = await configuredDisk();
  await writeFile(join(disk, 'old backup'), '');
  const result = await runCommandLine(args, through);
  snapshotOf(result);
  expect(eventsOf(result, 'warning')).toMatchObject([
    { code: 'mount-point-not-empty', files: ['old backup'] },
  ]);
  expect(await isMounted()).toBe(false);
  expect(await readdir(disk)).toEqual(['old backup']);
});

it('waits for who still uses the disk', async () => {
  const { disk, namespace, through, args, isMounted } = await configuredDisk();
  const holder = holdOnceMounted(namespace, disk);
  const run = startCommandLine(args, through);
  await run.until((event) => event.event === 'phase' && event.phase === 'unmount');
  expect(await isMounted()).toBe(true);
  (await holder).kill();
  snapshotOf(await run.done);
  expect(await isMounted()).toBe(false);
});

it('leaves the disk to the last of two runs that use it', async () => {
  const { source, disk, through, args, isMounted } = await configuredDisk();
  await hugeFile(join(source, 'huge'));
  const slow = startCommandLine(args, through);
  await slow.until((event) => event.event === 'phase' && event.phase === 'rsync');
  const rsync = await pausedRsyncOf(slow.pid);
  const other = await smallSource(join(await temporaryDirectory(), 'other'));
  const quick = await runCommandLine(
    [`--mount=${disk}`, other, join(disk, 'other/latest')],
    through,
  );
  snapshotOf(quick);
  expect(eventsOf(quick, 'phase').map(({ phase }) => phase)).not.toContain('unmount');
  expect(await isMounted()).toBe(true);
  slow.kill('SIGTERM');
  rsync.resume();
  expect((await slow.done).exitCode).toBe(143);
  expect(await isMounted()).toBe(false);
});

it('puts the disk away that a killed run has left mounted', async () => {
  const { source, through, args, isMounted } = await configuredDisk();
  await hugeFile(join(source, 'huge'));
  const run = startCommandLine(args, through);
  await run.until((event) => event.event === 'phase' && event.phase === 'rsync');
  const rsync = await pausedRsyncOf(run.pid);
  run.kill('SIGKILL');
  rsync.resume();
  await run.done;
  await vi.waitUntil(async () => (await rsync.alive()).length === 0, { timeout: 60_000 });
  expect(await isMounted()).toBe(true);
  await rm(join(source, 'huge'));
  snapshotOf(await runCommandLine(args, through));
  expect(await isMounted()).toBe(false);
});

/** A process that works in the disk from the moment on in which it is mounted. */
async function holdOnceMounted(namespace: PrivateNamespace, disk: string) {
  const script = `until mountpoint -q ${disk}; do sleep 0.02; done; cd ${disk}; echo ready; exec sleep infinity`;
  const [enter, ...before] = namespace.enter;
  const child = execa(enter, [...before, 'sh', '-c', script], { reject: false });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  await once(child.stdout, 'data');
  return { kill: () => child.kill('SIGKILL') };
}

/** An encrypted disk that /etc/crypttab has and nobody has connected. */
async function missingDisk() {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  const namespace = await privateNamespace();
  await changeableInside(namespace, '/etc');
  await writeSystemFile(namespace, '/etc/crypttab', `backup ${here}/nowhere none luks,noauto\n`);
  await writeFile(join(here, 'typescript'), '');
  return { here, namespace, args: ['--crypto=backup', source, join(here, 'backups/latest')] };
}

it('keeps quiet about a missing disk where nobody watches', async () => {
  const { here, namespace, args } = await missingDisk();
  const result = await runCommandLine(args, { through: namespace.enter, json: false });
  expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  expect((await readdir(here)).sort()).toEqual(['source', 'typescript']);
});

it('names the missing disk to a person at a terminal', async () => {
  const { here, namespace, args } = await missingDisk();
  const quoted = [process.execPath, BUILT_COMMAND, ...args].map((word) => `'${word}'`).join(' ');
  const script = ['script', '--quiet', '--return', '--command', `${quoted}; echo "exit $?"`];
  const [program, ...before] = namespace.enter;
  const shown = await runProgram(program, [...before, ...script, join(here, 'typescript')]);
  const text = Buffer.from(shown, 'latin1').toString('utf8');
  expect(text).toContain(
    `Error: The disk “backup” (${here}/nowhere) is not connected. Connect it and start the backup again.`,
  );
  expect(text).toContain('exit 1');
});
