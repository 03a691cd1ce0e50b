import { execa } from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePort } from './free-port.js';
import { temporaryDirectory } from './temporary-directory.js';

export interface RsyncDaemon {
  readonly port: number;
}

/**
 * The real `rsync --daemon` on the loopback interface.
 *
 * @param configuration rsyncd.conf(5); what is global comes first
 * @param through put before the command: nsenter and the like
 */
export async function rsyncDaemon(
  configuration: string,
  through: readonly string[] = [],
): Promise<RsyncDaemon> {
  const here = await temporaryDirectory();
  const [config, log] = [join(here, 'rsyncd.conf'), join(here, 'log')];
  const own = ['reverse lookup = no', `lock file = ${here}/lock`];
  await writeFile(config, `${own.join('\n')}\n${configuration}`);
  await writeFile(log, '');
  const port = await freePort();
  const [program = '', ...args] = [
    ...through,
    ...['rsync', '--daemon', '--no-detach', '--address=127.0.0.1', `--port=${String(port)}`],
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
