import dbus from 'dbus-next';
import type { MessageBus } from 'dbus-next';
import { execa } from 'execa';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sessionBus } from '../support/session-bus.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const START = resolve('out/electron/start.sh');
const DISCONNECTED = 'org.freedesktop.DBus.Error.Disconnected';
const WAIT = { timeout: 10_000 };

/** Node.js in place of the application, whose environment it tells; it lives until it is ended. */
async function relayed(variables: Readonly<Record<string, string>>) {
  const program = 'console.log(JSON.stringify(process.env)); process.stdin.resume()';
  const child = execa('bash', [START, process.execPath, '-e', program], {
    env: { XDG_RUNTIME_DIR: '', ...variables },
    stdin: 'pipe',
    reject: false,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, environment: JSON.parse(String(line)) as Readonly<Record<string, string>> };
}

async function relayedBus() {
  const bus = await sessionBus();
  const { child, environment } = await relayed({ DBUS_SESSION_BUS_ADDRESS: bus.address });
  const relayAddress = environment['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const directory = environment['RSYNC_SYSTEM_BACKUP_BUS_RELAY'] ?? '';
  return { bus, child, environment, relayAddress, directory };
}

async function connected(busAddress: string): Promise<MessageBus> {
  const client = dbus.sessionBus({ busAddress });
  onTestFinished(() => client.disconnect());
  await once(client, 'connect');
  return client;
}

/** Takes all calls, and answers none. */
async function silentService(address: string) {
  const service = await connected(address);
  const calls = { count: 0 };
  await service.requestName('org.example.Silent', 0);
  service.addMethodHandler(() => {
    calls.count += 1;
    return true;
  });
  return { name: 'org.example.Silent', calls };
}

it('clients talk through it', async () => {
  const { bus, relayAddress } = await relayedBus();
  expect(relayAddress).toMatch(/^unix:path=\/.+\/session;unix:path=/);
  expect(relayAddress.endsWith(`;${bus.address}`)).toBe(true);
  const env = { DBUS_SESSION_BUS_ADDRESS: relayAddress.split(';')[0] };
  const send = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/'];
  const listed = await execa('dbus-send', [...send, 'org.freedesktop.DBus.ListNames'], { env });
  expect(listed.stdout).toContain('string "org.freedesktop.DBus"');
});

it('a client keeps its connection when the bus goes, is answered at once, and told of', async () => {
  const { bus, relayAddress, directory } = await relayedBus();
  const client = await connected(relayAddress);
  const { name, calls } = await silentService(bus.address);
  const call = new dbus.Message({ destination: name, path: '/', member: 'Wait', interface: 'a.b' });
  const inFlight = expect(client.call(call)).rejects.toMatchObject({ type: DISCONNECTED });
  // The other one is libdbus.
  const send = ['--session', '--print-reply', '--reply-timeout=60000', `--dest=${name}`, '/'];
  const env = { DBUS_SESSION_BUS_ADDRESS: relayAddress };
  const sent = execa('dbus-send', [...send, 'a.b.Wait'], { env, reject: false });
  await vi.waitFor(() => expect(calls.count).toBe(2), WAIT);
  await bus.stop();
  await inFlight;
  expect((await sent).stderr).toContain(DISCONNECTED);
  const later = new dbus.Message({
    destination: name,
    path: '/',
    member: 'Later',
    interface: 'a.b',
  });
  await expect(client.call(later)).rejects.toMatchObject({ type: DISCONNECTED });
  const news = connect(`${directory}/news`);
  onTestFinished(() => void news.destroy());
  const [line] = (await once(news, 'data')) as [Buffer];
  expect(String(line)).toBe('session\n');
});

it('who comes after the bus has gone is refused as by none, and reaches it when it is back', async () => {
  const { bus, relayAddress } = await relayedBus();
  await bus.stop();
  const env = { DBUS_SESSION_BUS_ADDRESS: relayAddress };
  const send = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/'];
  const list = () =>
    execa('dbus-send', [...send, 'org.freedesktop.DBus.GetId'], { env, reject: false });
  expect(await list()).toMatchObject({ exitCode: 1 });
  await bus.restart();
  expect(await list()).toMatchObject({ exitCode: 0 });
});

it('what ends everything does not end it before its clients, and then nothing of it is left', async () => {
  const { child, relayAddress, directory } = await relayedBus();
  const client = await connected(relayAddress);
  const pid = String(child.pid);
  const relay = Number(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(relay, signal);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await vi.waitFor(() => expect(existsSync(`${directory}/session`)).toBe(false), WAIT);
  expect(existsSync(directory)).toBe(true);
  expect(existsSync(`/proc/${String(relay)}`)).toBe(true);
  client.disconnect();
  await vi.waitFor(() => expect(existsSync(directory)).toBe(false), WAIT);
  await vi.waitFor(() => expect(existsSync(`/proc/${String(relay)}`)).toBe(false), WAIT);
});

it('where it cannot be, the program starts all the same', async () => {
  const copy = `${await temporaryDirectory()}/start.sh`;
  await execa('cp', [START, copy]);
  expect(dirname(copy)).not.toBe(dirname(START));
  const { stdout } = await execa('bash', [copy, process.execPath, '-p', '1 + 1'], {
    reject: false,
  });
  expect(stdout).toBe('2');
});
