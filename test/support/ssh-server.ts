import { execa } from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePort } from './free-port.js';
import { changeableInside, privateNamespace, type PrivateNamespace } from './private-namespace.js';
import { runProgram } from './run-program.js';
import { temporaryDirectory } from './temporary-directory.js';

/** One that may become root without a password, one that may not, and one whose shell is nologin. */
const ACCOUNTS = [
  'trusted:x:47301:47301::/:/bin/sh',
  'plain:x:47302:47302::/:/bin/sh',
  'forwarder:x:47303:47303::/:/usr/sbin/nologin',
];

const PATIENCE = { timeout: 60_000, interval: 50 };

export interface SshServer {
  readonly port: number;
  /** Of the client; how it finds the server as `box`. */
  readonly environment: { readonly RSYNC_RSH: string };
  /** Where the server and all that it starts run. */
  readonly namespace: PrivateNamespace;
  readonly log: () => Promise<string>;
  /** Processes of the server that serve a connection. */
  readonly connections: () => Promise<readonly number[]>;
}

/** Where the server is; the loopback interface of this machine where nothing is said. */
export interface ServerPlace {
  readonly namespace: PrivateNamespace;
  readonly address: string;
}

/** The real sshd with throw-away keys, in a namespace with accounts of its own. */
export async function sshServer(
  settings: readonly string[] = [],
  place?: ServerPlace,
): Promise<SshServer> {
  const address = place?.address ?? '127.0.0.1';
  const here = await temporaryDirectory();
  const file = (name: string): string => join(here, name);
  for (const name of ['host-key', 'key']) {
    await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  }
  const port = await freePort();
  const hostKey = await readFile(file('host-key.pub'), 'utf8');
  await writeFile(file('known-hosts'), `[${address}]:${String(port)} ${hostKey}`);
  await writeFile(
    file('sshd_config'),
    [
      ...settings,
      ...[`Port ${String(port)}`, `ListenAddress ${address}`, `HostKey ${file('host-key')}`],
      ...[`AuthorizedKeysFile ${file('key.pub')}`, 'StrictModes no', 'UsePAM no', 'PidFile none'],
      ...['PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
      ...['PermitRootLogin yes', 'LogLevel VERBOSE', ''],
    ].join('\n'),
  );
  await writeFile(
    file('ssh_config'),
    [
      ...[`Host box ${address}`, `HostName ${address}`, `Port ${String(port)}`],
      ...[`IdentityFile ${file('key')}`, 'IdentitiesOnly yes', 'IdentityAgent none'],
      ...['StrictHostKeyChecking yes', `UserKnownHostsFile ${file('known-hosts')}`, ''],
    ].join('\n  '),
  );
  const namespace = place?.namespace ?? (await privateNamespace());
  await makeAccounts(namespace);
  const args = ['-D', '-e', '-f', file('sshd_config')];
  const [enter, ...rest] = [...namespace.enter, '/usr/sbin/sshd', ...args];
  const server = execa(enter, rest, {
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: { file: file('log') },
  });
  onTestFinished(async () => {
    const connections = await childrenOf(server.pid ?? -1);
    server.kill('SIGTERM');
    await server;
    connections.forEach(kill);
  });
  const log = (): Promise<string> => readFile(file('log'), 'utf8').catch(() => '');
  await vi.waitUntil(async () => (await log()).includes('Server listening'), PATIENCE);
  return {
    port,
    environment: { RSYNC_RSH: `ssh -F ${file('ssh_config')}` },
    namespace,
    log,
    connections: () => childrenOf(server.pid ?? -1),
  };
}

async function makeAccounts(namespace: PrivateNamespace): Promise<void> {
  await changeableInside(namespace, '/etc');
  await namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  await namespace.run('mkdir', ['/run/sshd']);
  const names = ACCOUNTS.map((line) => line.split(':')[0] ?? '');
  await append(namespace, '/etc/passwd', ACCOUNTS);
  await append(
    namespace,
    '/etc/shadow',
    names.map((name) => `${name}:*:19000:0:99999:7:::`),
  );
  await append(namespace, '/etc/sudoers', ['trusted ALL=(ALL) NOPASSWD: ALL']);
}

async function append(
  namespace: PrivateNamespace,
  path: string,
  lines: readonly string[],
): Promise<void> {
  await namespace.run('tee', ['-a', path], { input: `${lines.join('\n')}\n` });
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').catch(
    () => '',
  );
  return text.split(' ').filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
