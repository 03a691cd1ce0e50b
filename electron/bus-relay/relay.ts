// bus-relay PROCESS: stands between that process, its parent, and the message buses that the environment names. It prints what the
// environment of the process is to be, and ends when the process and the last connection have.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { makeSocketDirectory } from '../../main/system/socket-directory.js';
import { BUS_NAMES, busAddresses, socketOf } from './bus-addresses.js';
import { News } from './news.js';
import { RelayedConnection } from './relayed-connection.js';
import { RELAY_VARIABLE, relayedVariables } from './relayed-environment.js';

/** setpriv(1), --pdeathsig: comes when the parent has ended. */
const PARENT_ENDED = 'SIGUSR2';

void relay(Number(process.argv[2]));

async function relay(parent: number): Promise<void> {
  // What ends the application may reach us as well, and first: it would end with an error then.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  // It comes once for each of its threads.
  const ended = new Promise((resolve) => process.on(PARENT_ENDED, resolve));
  const directory = await makeSocketDirectory();
  const news = new News();
  const servers = [
    await listen(
      createServer((client) => news.tell(client)),
      directory,
      'news',
    ),
  ];
  const addresses = busAddresses(process.env, existsSync);
  const relayed = BUS_NAMES.flatMap((name) => {
    const address = addresses[name];
    const socket = address === null ? null : socketOf(address);
    return address === null || socket === null ? [] : [{ name, address, socket }];
  });
  for (const { name, socket } of relayed) {
    const server = createServer((client) => {
      new RelayedConnection(client, connect(socket), () => news.add(name));
    });
    servers.push(await listen(server, directory, name));
  }
  const variables = { ...relayedVariables(directory, relayed), [RELAY_VARIABLE]: directory };
  for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`);
  console.log('ready');
  // It may have ended before it was asked to be told of.
  if (process.ppid === parent) await ended;
  await Promise.all(servers.map(close));
  await rm(directory, { recursive: true, force: true });
}

async function listen(server: Server, directory: string, name: string): Promise<Server> {
  server.listen(join(directory, name));
  await once(server, 'listening');
  return server;
}

/** Settles when the last connection has ended. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
