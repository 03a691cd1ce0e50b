import { spawn } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { writeProgram } from './fake-pkexec.js';
import type { SystemWithDisk } from './system-with-disk.js';

const electronPath = createRequire(import.meta.url)('electron') as string;

/** Joins its standard input and output to a socket, on which the first line says what is to be run. */
const RELAY = `
const socket = require('node:net').connect(process.argv[2]);
socket.write(JSON.stringify(process.argv.slice(3)) + '\\n');
process.stdin.pipe(socket);
socket.pipe(process.stdout);
socket.on('close', () => process.exit(0));
`;

/**
 * From now on the application is a root who may read other people's files as little as an ordinary user may, and only what it
 * starts by pkexec may.
 *
 * @returns what starts Electron
 */
export async function withoutRightToRead(system: SystemWithDisk): Promise<string> {
  const directory = await temporaryDirectory();
  const [socket, relay, electron] = ['socket', 'relay.cjs', 'electron'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  await writeFile(relay, RELAY);
  const { enter } = system.namespace;
  const bounds = '--bounding-set=-dac_override,-dac_read_search';
  await writeFile(
    electron,
    `#!/bin/sh\nexec ${enter.join(' ')} setpriv ${bounds} -- '${electronPath}' "$@"\n`,
  );
  await chmod(electron, 0o755);
  await serve(system, socket);
  const script = `#!/bin/sh
# A fake of pkexec(1): whoever listens at the socket is root, and runs what it is told.
shift
exec '${process.execPath}' '${relay}' '${socket}' "$@"
`;
  await writeProgram(system.namespace, '/usr/bin/pkexec', script);
  return electron;
}

async function serve({ namespace }: SystemWithDisk, socket: string): Promise<void> {
  const server = createServer((connection) => {
    connection.once('data', (first: Buffer) => {
      const end = first.indexOf('\n');
      const command = JSON.parse(first.subarray(0, end).toString()) as readonly string[];
      const [program, ...args] = [...namespace.enter, ...command] as [string, ...string[]];
      const env = { PKEXEC_UID: '0' };
      const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
      child.stdin.write(first.subarray(end + 1));
      child.stdin.on('error', () => undefined);
      connection.on('error', () => undefined);
      connection.pipe(child.stdin);
      child.stdout.pipe(connection);
    });
  });
  server.listen(socket);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}
