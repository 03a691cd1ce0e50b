import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { cableBetween, processesIn, type Cable } from './cable.js';
import type { CommandLineOptions } from './command-line.js';
import { privateNamespace, type PrivateNamespace } from './private-namespace.js';
import { sshServer, type SshServer } from './ssh-server.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

/** A client and a server with nothing between them but a cable. */
export interface RemoteLine {
  readonly client: PrivateNamespace;
  readonly server: SshServer;
  readonly cable: Cable;
  /** Where the client's sockets are. */
  readonly sockets: string;
}

/** @param version of the Internet protocol that the server is reached by */
export async function remoteLine(here: string, version: 4 | 6 = 4): Promise<RemoteLine> {
  const client = await privateNamespace({ network: true });
  const namespace = await privateNamespace({ network: true });
  const cable = await cableBetween(client, namespace);
  const address = version === 4 ? cable.address : cable.address6;
  const server = await sshServer([], { namespace, address });
  const sockets = join(here, 'ssh');
  await mkdir(sockets);
  return { client, server, cable, sockets };
}

export function optionsFor({ client, server, sockets }: RemoteLine): CommandLineOptions {
  return { through: client.enter, environment: { ...server.environment, TMPDIR: sockets } };
}

/**
 * No ssh here, no session there, and no socket of either.
 *
 * @param others that live there besides sshd
 */
export async function untilNobodyIsLeft(
  { client, server, sockets }: RemoteLine,
  others = 0,
): Promise<void> {
  await vi.waitUntil(async () => (await processesIn(client)).length === 0, PATIENCE);
  await vi.waitUntil(async () => (await server.connections()).length === 0, PATIENCE);
  await vi.waitUntil(
    async () => (await processesIn(server.namespace)).length === 1 + others,
    PATIENCE,
  );
  expect(await readdir(sockets)).toEqual([]);
}
