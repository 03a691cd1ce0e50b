import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { hostAnswers } from '../../main/system/remote/host-answers.js';
import { shellIn } from '../../main/system/remote/remote-options.js';
import { freePort } from '../support/free-port.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { sshServer, type SshServer } from '../support/ssh-server.js';

const HERE = '127.0.0.1';

it('an SSH server answers, whether it lets us in or not', async () => {
  const server = await sshServer();
  expect(await asks(server, { username: 'root' })).toBe(true);
  expect(await server.log()).toContain('Accepted publickey');
  expect(await asks(server, { username: 'nobody-knows-him' })).toBe(true);
  expect(await asks(server, { username: 'forwarder' })).toBe(true);
});

it.each([
  ['nobody listens', async () => ({ HostName: HERE, Port: String(await freePort()) })],
  ['there is no such host', async () => ({ HostName: 'no-such-host.invalid', Port: '22' })],
  ['somebody listens and says nothing', async () => ({ HostName: HERE, Port: await mutePort() })],
])('where %s by SSH, nobody answers', async (_where, place) => {
  const server = await sshServer();
  const { HostName, Port } = await place();
  const [program = '', ...own] = shellIn(server.environment);
  const shell = [program, '-o', `HostName=${HostName}`, '-o', `Port=${Port}`, ...own];
  const door = { by: 'ssh', username: 'root', hostname: 'box', port: null } as const;
  expect(await hostAnswers(door, { shell, environment: {} })).toBe(false);
});

it('an rsync daemon answers, and where there is none nobody does', async () => {
  const { port } = await rsyncDaemon('');
  expect(await knocks(port)).toBe(true);
  expect(await knocks(await freePort())).toBe(false);
});

function asks(server: SshServer, { username }: { readonly username: string }): Promise<boolean> {
  const door = { by: 'ssh', username, hostname: 'box', port: null } as const;
  return hostAnswers(door, { shell: shellIn(server.environment), environment: {} });
}

function knocks(port: number): Promise<boolean> {
  const door = { by: 'tcp', username: null, hostname: HERE, port } as const;
  return hostAnswers(door, { shell: ['ssh'], environment: {} });
}

async function mutePort(): Promise<string> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? String(address.port) : '';
}
