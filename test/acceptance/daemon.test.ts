import { chmod, mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { cableBetween, processesIn } from '../support/cable.js';
import { eventsOf, failureOf, runCommandLine, startCommandLine } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { oddTree } from '../support/odd-names.js';
import { privateNamespace, type PrivateNamespace } from '../support/private-namespace.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { smallSource } from '../support/small-source.js';
import { sshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const PATIENCE = { timeout: 60_000, interval: 50 };

/** A source, and a module to which it may be backed up. */
async function moduleFor(settings: readonly string[] = []) {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  const latest = join(here, 'module/latest');
  await mkdir(latest, { recursive: true });
  const lines = ['[module]', `path = ${latest}`, 'read only = no', 'uid = 0', 'gid = 0'];
  return { here, source, latest, configuration: [...lines, ...settings, ''].join('\n') };
}

/** The same with a daemon. */
async function daemonBackup(settings: readonly string[] = []) {
  const { configuration, ...module } = await moduleFor(settings);
  const daemon = await rsyncDaemon(configuration);
  return { ...module, daemon, url: `rsync://127.0.0.1:${String(daemon.port)}/module` };
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
  const secrets = join(await temporaryDirectory(), 'secrets');
  await writeFile(secrets, 'me:secret\n', { mode: 0o600 });
  const settings = ['auth users = me', `secrets file = ${secrets}`];
  const { source, latest, daemon } = await daemonBackup(settings);
  const destination = `rsync://me@localhost:${String(daemon.port)}/module`;
  const args = ['--tunnel=forwarder@box', source, destination];
  const code = async (password: string) => {
    const environment = { ...server.environment, RSYNC_PASSWORD: password };
    return failureOf(await runCommandLine(args, { environment }))?.code;
  };
  expect(await code('wrong')).toBe('daemon-auth-failed');
  expect(await code('secret')).toBeUndefined();
  expect(differences(await describeTree(source), await describeTree(latest))).toEqual([]);
  await vi.waitUntil(async () => (await server.connections()).length === 0, PATIENCE);
});

it('finds a daemon at port 873, directly and through a tunnel for which it opens no port here', async () => {
  const client = await privateNamespace({ network: true });
  const namespace = await privateNamespace({ network: true });
  const { address } = await cableBetween(client, namespace);
  const server = await sshServer([], { namespace, address });
  const { source, latest, configuration } = await moduleFor();
  await rsyncDaemon(configuration, { through: namespace.enter, address: '0.0.0.0', port: 873 });
  const options = { through: client.enter, environment: server.environment };
  for (const [name, ...args] of [
    ['one', `rsync://${address}/module`],
    ['two', `${address}::module`],
    ['three', '--tunnel=forwarder@box', 'rsync://localhost/module'],
    ['four', '--tunnel=forwarder@box', 'box::module'],
  ] as const) {
    await writeFile(join(source, name), '');
    expect((await runCommandLine([source, ...args], options)).exitCode).toBe(0);
    expect(await readdir(latest)).toContain(name);
  }
  // At this speed it takes an hour.
  await writeFile(join(source, 'large'), '');
  await truncate(join(source, 'large'), 4 * 1000 ** 3);
  const args = ['--bwlimit=1m', '--tunnel=forwarder@box', source, 'box::module'];
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const run = startCommandLine(args, options);
    await run.until(({ event }) => event === 'progress');
    expect(await listening(client)).toEqual([]);
    run.kill(signal);
    await run.done;
    await vi.waitUntil(async () => (await processesIn(client)).length === 0, PATIENCE);
    await vi.waitUntil(async () => (await server.connections()).length === 0, PATIENCE);
  }
});

/** proc(5), /proc/net/tcp: the sockets that wait for somebody (state 0A). */
async function listening(namespace: PrivateNamespace): Promise<readonly string[]> {
  const tables = await namespace.run('cat', ['/proc/self/net/tcp', '/proc/self/net/tcp6']);
  return tables.split('\n').filter((line) => /^ *\d+: \S+ \S+ 0A /.test(line));
}
