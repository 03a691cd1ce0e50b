import { execa } from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePort } from './free-port.js';
import { temporaryDirectory } from './temporary-directory.js';

export interface RsyncDaemon {
  readonly port: number;
}

/** What is put before the command (nsenter and the like), and where it listens. */
export interface DaemonPlace {
  readonly through: readonly string[];
  readonly address: string;
  readonly port: number;
}

/**
 * The real `rsync --daemon`, on a free port of the loopback interface where nothing else is said.
 *
 * @param configuration rsyncd.conf(5); what is global comes first
 */
export async function rsyncDaemon(
  configuration: string,
  place: Partial<DaemonPlace> = {},
): Promise<RsyncDaemon> {
  const { through = [], address = '127.0.0.1', port = await freePort() } = place;
  const here = await temporaryDirectory();
  const [config, log] = [join(here, 'rsyncd.conf'), join(here, 'log')];
  const own = ['reverse lookup = no', `lock file = ${here}/lock`];
  await writeFile(config, `${own.join('\n')}\n${configuration}`);
  await writeFile(log, '');
  const [program = '', ...args] = [
    ...through,
    ...['rsync', '--daemon', '--no-detach', `--address=${address}`, `--port=${String(port)}`],
    ...[`--config=${config}`, `--log-file=${log}`],
  ];
  const daemon = execa(program, args, { reject: false, stdin: 'ignore' });
  onTestFinished(async () => {
    daemon.kill('SIGTERM');
    await daemon;
  });
  await vi.waitUntil(async () => (await readFile(log, 'utf8')).includes('listening on'), {
    timeout: 60_000,
    interval: 50,
  });
  return { port };
}
