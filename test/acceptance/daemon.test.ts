import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { eventsOf, failureOf, runCommandLine } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { oddTree } from '../support/odd-names.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { smallSource } from '../support/small-source.js';
import { sshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A source, and a daemon with a module to which it may be backed up. */
async function daemonBackup(settings: readonly string[] = []) {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  const latest = join(here, 'module/latest');
  await mkdir(latest, { recursive: true });
  const lines = ['[module]', `path = ${latest}`, 'read only = no', 'uid = 0', 'gid = 0'];
  const daemon = await rsyncDaemon([...lines, ...settings, ''].join('\n'));
  return { here, source, latest, daemon, url: `rsync://127.0.0.1:${String(daemon.port)}/module` };
}

it('backs up files of every kind to a module, and says who keeps snapshots', async () => {
  const { source, latest, url } = await daemonBackup();
  await oddTree(source);
  const result = await runCommandLine([source, url]);
  expect(result.exitCode).toBe(0);
  expect(eventsOf(result, 'warning').map(({ code }) => code)).toEqual(['left-to-daemon']);
  expect(eventsOf(result, 'finished')[0]?.outcome).toBe('complete');
  expect(differences(await describeTree(source), await describeTree(latest))).toEqual([]);
});

it('deletes in a directory of a module what the source has no more', async () => {
  const { source, latest, url } = await daemonBackup();
  await smallSource(join(latest, 'inner/other'));
  expect((await runCommandLine([source, `${url}/inner`])).exitCode).toBe(0);
  const copy = await describeTree(join(latest, 'inner'));
  expect(differences(await describeTree(source), copy)).toEqual([]);
});

it('says in a dry run what would be copied', async () => {
  const { source, latest, url } = await daemonBackup();
  const result = await runCommandLine(['--dry-run', source, url]);
  expect(eventsOf(result, 'change').map(({ name }) => name)).toContain('file');
  expect(await readdir(latest)).toEqual([]);
});

it('gives the password from a file, or from the environment', async () => {
  const secrets = await temporaryDirectory();
  const file = (name: string): string => join(secrets, name);
  await writeFile(file('secrets'), 'me:secret\n', { mode: 0o600 });
  await writeFile(file('password'), 'secret\n', { mode: 0o600 });
  const { source, url } = await daemonBackup([
    'auth users = me',
    `secrets file = ${file('secrets')}`,
  ]);
  const destination = url.replace('//', '//me@');
  const code = async (args: readonly string[], environment: Record<string, string> = {}) =>
    failureOf(await runCommandLine([...args, source, destination], { environment }))?.code;
  expect(await code([`--password-file=${file('password')}`])).toBeUndefined();
  expect(await code([], { RSYNC_PASSWORD: 'secret' })).toBeUndefined();
  expect(await code([], { RSYNC_PASSWORD: 'wrong' })).toBe('daemon-auth-failed');
  expect(await code([])).toBe('daemon-auth-failed');
  await chmod(file('password'), 0o644);
  expect(await code([`--password-file=${file('password')}`])).toBe('password-file-unusable');
});

it('reaches a daemon through a tunnel by an account without a shell', async () => {
  const server = await sshServer();
  const { source, latest, daemon } = await daemonBackup();
  const { environment } = server;
  const destination = `rsync://localhost:${String(daemon.port)}/module`;
  const args = ['--tunnel=forwarder@box', source, destination];
  expect((await runCommandLine(args, { environment })).exitCode).toBe(0);
  expect(differences(await describeTree(source), await describeTree(latest))).toEqual([]);
  await vi.waitUntil(async () => (await server.connections()).length === 0, {
    timeout: 60_000,
    interval: 50,
  });
});
