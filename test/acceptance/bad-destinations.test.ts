import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCommandLine } from '../support/command-line.js';
import { freePort } from '../support/free-port.js';
import { hideProgram } from '../support/private-namespace.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { sshServer, type SshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

interface Place {
  readonly here: string;
  readonly server: SshServer;
  /** Of the rsync daemon. */
  readonly port: number;
}

interface BadDestination {
  readonly given: string;
  /** `~` stands for the playground, `PORT` for the daemon's port. */
  readonly destination: string;
  readonly options?: readonly string[];
  readonly says: string;
  /** What answers at `PORT` in place of the daemon. */
  readonly answers?: (socket: Socket) => void;
  /** Of sshd. */
  readonly settings?: readonly string[];
  /** Something is wrong with the other side. Returns environment variables. */
  readonly prepare?: (place: Place) => Promise<Readonly<Record<string, string>> | undefined>;
}

const BAD_DESTINATIONS: readonly BadDestination[] = [
  {
    given: 'a host without a name',
    destination: ':/backup/latest',
    says: '“:/backup/latest” cannot be read: the host name is missing.',
  },
  {
    given: 'a host that would be an option of ssh',
    destination: '-oProxyCommand=touch:/backup/latest',
    says: 'cannot be read: this is no host name.',
  },
  {
    given: 'a module without a name',
    destination: 'box::',
    says: '“box::” cannot be read: the name of a module is missing.',
  },
  {
    given: 'a port that is none',
    destination: 'rsync://box:99999/module',
    says: 'cannot be read: a port is a number from 1 to 65535.',
  },
  {
    given: 'a host without a directory',
    destination: 'box:',
    says: '“box:” cannot be a destination: there is no directory around it for the snapshots.',
  },
  {
    given: 'the root directory of a host',
    destination: 'box:/',
    says: '“box:/” cannot be a destination: there is no directory around it for the snapshots.',
  },
  {
    given: 'a tilde',
    destination: 'box:~/backup/latest',
    says: '“~/backup/latest” would be a directory with a tilde in its name: no shell reads it.',
  },
  {
    given: 'a tunnel to a directory',
    destination: 'box:~/latest',
    options: ['--tunnel=box'],
    says: '--tunnel is for rsync daemons, and “box:~/latest” is none.',
  },
  {
    given: 'a tunnel that cannot be read',
    destination: 'rsync://box/module',
    options: ['--tunnel=box:port'],
    says: '“box:port” cannot be read: a port is a number from 1 to 65535.',
  },
  {
    given: 'a disk to mount with a host',
    destination: 'box:/backup/latest',
    options: ['--mount=/mnt'],
    says: '“box:/backup/latest” is on another machine, and --crypto and --mount open disks of this one.',
  },
  {
    given: 'a snapshot of a module',
    destination: 'rsync://127.0.0.1:PORT/module',
    options: ['--snapshot'],
    says: 'is an rsync daemon, which takes files only: its snapshots cannot be taken or rotated from here.',
  },
  {
    given: 'the snapshots of a module',
    destination: 'rsync://127.0.0.1:PORT/module',
    options: ['--list'],
    says: 'takes files, and shows no snapshots: they lie beside the directory of its module.',
  },
  {
    given: 'a host that nobody knows',
    destination: 'no-such-host.invalid:/backup/latest',
    says: 'There is no host “no-such-host.invalid”.',
  },
  {
    given: 'a host without an SSH server',
    destination: 'box:/backup/latest',
    prepare: async ({ server }) => alias(server, `Port ${String(await freePort())}`),
    says: 'Nothing at “box” answers to SSH.',
  },
  {
    given: 'something else than an SSH server',
    destination: 'box:/backup/latest',
    prepare: async ({ server }) =>
      alias(server, `Port ${String(await serverThat((socket) => socket.end('hello\n')))}`),
    says: '“box” ended the connection before anybody had logged in.',
  },
  {
    given: 'a host that does not answer',
    destination: 'box:/backup/latest',
    options: ['--timeout=4'],
    prepare: async ({ server }) =>
      alias(server, `Port ${String(await serverThat(() => undefined))}`),
    says: '“box” does not answer.',
  },
  {
    given: 'a host key that is not known',
    destination: 'box:/backup/latest',
    prepare: ({ server }) => alias(server, 'UserKnownHostsFile /dev/null'),
    says: 'The host key of “box” is not known yet.',
  },
  {
    given: 'a host key that has changed',
    destination: 'box:/backup/latest',
    prepare: async ({ server, here }) => {
      await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(here, 'other')]);
      const key = await runProgram('cat', [join(here, 'other.pub')]);
      await writeFile(join(here, 'known'), `[127.0.0.1]:${String(server.port)} ${key}`);
      return alias(server, `UserKnownHostsFile ${join(here, 'known')}`);
    },
    says: 'The host key of “box” is not the one that is known: this may be another machine.',
  },
  {
    given: 'a host to which no key fits',
    destination: 'box:/backup/latest',
    prepare: ({ server }) => alias(server, 'PubkeyAuthentication no'),
    says: '“box” does not let you in.',
  },
  {
    given: 'an account that does not exist',
    destination: 'nobody-at-all@box:/backup/latest',
    says: '“box” does not let you in.',
  },
  {
    given: 'a configuration of ssh with an error in it',
    destination: 'box:/backup/latest',
    prepare: ({ server }) => alias(server, 'NoSuchKeyword yes'),
    says: 'ssh does not accept its configuration.',
  },
  {
    given: 'an account without a shell',
    destination: 'forwarder@box:/backup/latest',
    says: '“box” lets you in, but runs no commands for this account.',
  },
  {
    given: 'an account that prints text at login',
    destination: 'trusted@box:/backup/latest',
    prepare: async ({ server }) => {
      const noisy = ['#!/bin/sh', 'echo Welcome', 'exec /bin/sh "$@"', ''].join('\n');
      await server.namespace.run('tee', ['/run/noisy'], { input: noisy });
      await server.namespace.run('chmod', ['755', '/run/noisy']);
      const change = ['-i', 's,^trusted:.*,trusted:x:47301:47301::/:/run/noisy,', '/etc/passwd'];
      await server.namespace.run('sed', change);
      return undefined;
    },
    says: 'The account on “box” prints text at login, which rsync would take for its own.',
  },
  {
    given: 'an SSH server that allows one session in a connection',
    destination: 'box:/backup/latest',
    settings: ['MaxSessions 1'],
    says: 'The SSH server of “box” allows too few sessions in one connection.',
  },
  {
    given: 'an account that may not become root',
    destination: 'plain@box:/backup/latest',
    says: '“plain” on “box” may not use sudo without a password.',
  },
  {
    given: 'a directory that may not be written to',
    destination: 'plain@box:/root/backup/latest',
    options: ['--no-sudo'],
    says: 'You may not write to “box:/root/backup”.',
  },
  {
    given: 'a directory below a file',
    destination: 'box:~HERE/file/latest',
    says: 'cannot be a directory: something above it is a file.',
  },
  {
    given: 'a link to a disk that is not mounted',
    destination: 'box:~HERE/linked/latest/',
    prepare: ({ here }) => linkTo(here, 'linked/latest'),
    says: 'is, or lies behind, a symbolic link that leads nowhere.',
  },
  {
    given: 'a directory behind a link that leads nowhere, by an account that becomes root',
    destination: 'trusted@box:~HERE/linked/backups/latest',
    prepare: ({ here }) => linkTo(here, 'linked'),
    says: 'is, or lies behind, a symbolic link that leads nowhere.',
  },
  {
    given: 'such a link on this machine',
    destination: '~HERE/linked/latest',
    prepare: ({ here }) => linkTo(here, 'linked/latest'),
    says: 'is, or lies behind, a symbolic link that leads nowhere.',
  },
  {
    given: 'a disk that may only be read',
    destination: 'box:~HERE/read-only/backups/latest',
    prepare: async ({ server, here }) => {
      const directory = join(here, 'read-only');
      await mkdir(directory);
      await server.namespace.run('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', directory]);
      return undefined;
    },
    says: 'The file system of “box:~HERE/read-only/backups” is mounted read-only.',
  },
  {
    given: 'somebody’s files',
    destination: 'box:~HERE/foreign/latest',
    says: 'holds files, but no backup was ever made there.',
  },
  {
    given: 'a host without rsync',
    destination: 'box:/backup/latest',
    prepare: async ({ server }) => {
      await hideProgram(server.namespace, '/usr/bin/rsync');
      return undefined;
    },
    says: '“box” lacks the program “rsync”.',
  },
  {
    given: 'a host with an rsync that is too old',
    destination: 'box:/backup/latest',
    prepare: ({ server }) => replaced(server, 'rsync', 'echo rsync  version 3.0.9'),
    says: '“box” has an rsync that is too old.',
  },
  {
    given: 'a host without GNU cp',
    destination: 'box:/backup/latest',
    prepare: ({ server }) => replaced(server, 'cp', 'exit 1'),
    says: '“box” has no GNU cp, which snapshots are made with.',
  },
  {
    given: 'a module that is not there',
    destination: 'rsync://127.0.0.1:PORT/other',
    says: 'The rsync daemon on “127.0.0.1” has no module “other”.',
  },
  {
    given: 'what a daemon takes for a command',
    destination: 'rsync://127.0.0.1:PORT/#list',
    says: 'cannot be read: this is no name of a module.',
  },
  {
    given: 'a module with a line break',
    destination: 'rsync://127.0.0.1:PORT/module\n--option',
    says: 'cannot be read: this is no name of a module.',
  },
  {
    given: 'what would be above a module',
    destination: 'rsync://127.0.0.1:PORT/module/../other',
    says: 'cannot be read: a module has nothing above it.',
  },
  {
    given: 'a module that may only be read',
    destination: 'rsync://127.0.0.1:PORT/read-only',
    says: 'The module “read-only” on “127.0.0.1” may only be read.',
  },
  {
    given: 'a module that is in use',
    destination: 'rsync://127.0.0.1:PORT/crowded',
    says: 'The rsync daemon on “127.0.0.1” has as many connections as it allows.',
  },
  {
    given: 'a module for others',
    destination: 'rsync://127.0.0.1:PORT/private',
    says: 'The rsync daemon on “127.0.0.1” does not accept user and password for “private”.',
  },
  {
    given: 'a module for other machines',
    destination: 'rsync://127.0.0.1:PORT/far',
    says: 'The rsync daemon on “127.0.0.1” does not let this machine use “far”.',
  },
  {
    given: 'a module that refuses to delete',
    destination: 'rsync://127.0.0.1:PORT/keeping',
    says: 'The rsync daemon on “127.0.0.1” refuses the option “--delete',
  },
  {
    given: 'a module of which the directory has gone',
    destination: 'rsync://127.0.0.1:PORT/gone',
    says: 'The directory of the module “gone” on “127.0.0.1” is not there.',
  },
  {
    given: 'something else than a daemon',
    destination: 'rsync://127.0.0.1:SSH/module',
    says: 'What answers on “127.0.0.1” is no rsync daemon.',
  },
  {
    given: 'a daemon of a protocol that nobody speaks any more',
    destination: 'rsync://127.0.0.1:PORT/module',
    answers: (socket) => socket.write('@RSYNCD: 19\n@RSYNCD: OK\n'),
    says: 'What answers on “127.0.0.1” is no rsync daemon.',
  },
  {
    given: 'a daemon that hangs up',
    destination: 'rsync://127.0.0.1:PORT/module',
    answers: (socket) => socket.end(),
    says: 'What answers on “127.0.0.1” is no rsync daemon.',
  },
  {
    given: 'a daemon that hangs up when it has heard which module is meant',
    destination: 'rsync://127.0.0.1:PORT/module',
    answers: (socket) => {
      socket.write('@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n');
      socket.on('data', (told) => String(told).includes('module') && socket.end());
    },
    says: 'The connection to “127.0.0.1” broke before anything was copied.',
  },
  {
    given: 'a host without a daemon',
    destination: 'rsync://127.0.0.1:1/module',
    says: 'No rsync daemon answers on “127.0.0.1”.',
  },
  {
    given: 'a tunnel with nothing behind it',
    destination: 'rsync://localhost:1/module',
    options: ['--tunnel=box'],
    says: 'Through the tunnel to “box”, no rsync daemon answers at “localhost”, port 1.',
  },
  {
    given: 'a tunnel where none may be',
    destination: 'rsync://localhost:PORT/module',
    options: ['--tunnel=box'],
    settings: ['AllowTcpForwarding no'],
    says: 'Through the tunnel to “box”, no rsync daemon answers at “localhost”, port',
  },
  {
    given: 'a tunnel through a host that nobody knows',
    destination: 'rsync://localhost:PORT/module',
    options: ['--tunnel=no-such-host.invalid'],
    says: 'There is no host “no-such-host.invalid”.',
  },
  {
    given: 'a tunnel through a host without an SSH server',
    destination: 'rsync://localhost:PORT/module',
    options: ['--tunnel=box:1'],
    says: 'Nothing at “box” answers to SSH.',
  },
  {
    given: 'a tunnel through a host that does not answer',
    destination: 'rsync://localhost:PORT/module',
    options: ['--timeout=4', '--tunnel=box'],
    prepare: async ({ server }) =>
      alias(server, `Port ${String(await serverThat(() => undefined))}`),
    says: '“box” does not answer.',
  },
  {
    given: 'a tunnel through a host of which the key is not known',
    destination: 'rsync://localhost:PORT/module',
    options: ['--tunnel=box'],
    prepare: ({ server }) => alias(server, 'UserKnownHostsFile /dev/null'),
    says: 'The host key of “box” is not known yet.',
  },
  {
    given: 'a tunnel by an account that does not exist',
    destination: 'rsync://localhost:PORT/module',
    options: ['--tunnel=nobody-at-all@box'],
    says: '“box” does not let you in.',
  },
  {
    given: 'a tunnel to something else than a daemon',
    destination: 'rsync://localhost:SSH/module',
    options: ['--tunnel=box'],
    says: 'What answers on “localhost” is no rsync daemon.',
  },
  {
    given: 'a tunnel to a module that is not there',
    destination: 'rsync://localhost:PORT/other',
    options: ['--tunnel=box'],
    says: 'The rsync daemon on “localhost” has no module “other”.',
  },
];

it.each(BAD_DESTINATIONS)(
  'refuses $given',
  async ({ destination, options = [], says, settings, answers, prepare }) => {
    const place = await playground(settings);
    const environment = { ...place.server.environment, ...(await prepare?.(place)) };
    const port = answers === undefined ? place.port : await serverThat(answers);
    const expression = destination
      .replace('~HERE', place.here)
      .replace('PORT', String(port))
      .replace('SSH', String(place.server.port));
    const source = options.includes('--list') ? [] : [join(place.here, 'source')];
    const args = ['--quiet', ...options, '--', ...source, expression];
    const result = await runCommandLine(args, { environment, json: false });
    expect(result.stderr).toContain(says.replace('~HERE', place.here));
    const lines = result.stderr.trimEnd().split('\n').length;
    expect({ lines, exitCode: result.exitCode }).toEqual({ lines: 1, exitCode: 1 });
  },
);

async function playground(settings: readonly string[] = []): Promise<Place> {
  const server = await sshServer(settings);
  const here = await temporaryDirectory();
  await smallSource(join(here, 'source'));
  await smallSource(join(here, 'foreign/latest'));
  await writeFile(join(here, 'file'), '');
  await writeFile(join(here, 'secrets'), 'me:secret\n', { mode: 0o600 });
  await mkdir(join(here, 'module'));
  const module = (name: string, ...settings: string[]): readonly string[] => [
    ...[`[${name}]`, `path = ${join(here, 'module')}`, 'uid = 0', 'gid = 0'],
    ...settings,
  ];
  const { port } = await rsyncDaemon(
    [
      ...module('module', 'read only = no'),
      ...module('read-only', 'read only = yes'),
      ...module('crowded', 'read only = no', 'max connections = -1'),
      ...module('private', 'auth users = me', `secrets file = ${join(here, 'secrets')}`),
      ...module('far', 'hosts allow = 192.0.2.1'),
      ...module('keeping', 'read only = no', 'refuse options = delete'),
      ...[`[gone]`, `path = ${join(here, 'gone')}`, 'read only = no', ''],
    ].join('\n'),
  );
  return { here, server, port };
}

/** What the file says first counts, so the client gets one of its own in front. */
async function alias(server: SshServer, setting: string): Promise<Record<string, string>> {
  const here = await temporaryDirectory();
  const own = server.environment.RSYNC_RSH.replace('ssh -F ', '');
  const file = join(here, 'config');
  await writeFile(file, `Host box\n  ${setting}\nInclude ${own}\n`);
  return { RSYNC_RSH: `ssh -F ${file}` };
}

/** A symbolic link to what is not there, in the playground. */
async function linkTo(here: string, name: string): Promise<undefined> {
  await mkdir(join(here, name, '..'), { recursive: true });
  await symlink(join(here, 'not mounted/disk'), join(here, name));
  return undefined;
}

async function replaced(server: SshServer, program: string, line: string): Promise<undefined> {
  const here = await temporaryDirectory();
  const file = join(here, program);
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
  await server.namespace.run('mount', ['--bind', file, `/usr/bin/${program}`]);
  return undefined;
}

async function serverThat(answers: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    answers(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
