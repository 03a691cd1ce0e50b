import { execa } from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort, listeningAt } from './free-port.js';
import { temporaryDirectory } from './temporary-directory.js';

export interface RsyncDaemon {
  readonly port: number;
  readonly log: () => Promise<string>;
}

/**
 * The real `rsync --daemon` on the loopback interface.
 *
 * @param configuration rsyncd.conf(5); what is global comes first
 */
export async function rsyncDaemon(configuration: string): Promise<RsyncDaemon> {
  const here = await temporaryDirectory();
  const [config, log] = [join(here, 'rsyncd.conf'), join(here, 'log')];
  const own = [`log file = ${log}`, 'use chroot = no', 'reverse lookup = no', `lock file = ${here}/lock`];
  await writeFile(config, `${own.join('\n')}\n${configuration}`);
  await writeFile(log, '');
  const port = await freePort();
  const daemon = execa(
    'rsync',
    [
      ...['--daemon', '--no-detach', '--address=127.0.0.1', `--port=${String(port)}`],
      `--config=${config}`,
    ],
    { reject: false, stdin: 'ignore' },
  );
  onTestFinished(async () => {
    daemon.kill('SIGTERM');
    await daemon;
  });
  await listeningAt(port);
  return { port, log: () => readFile(log, 'utf8') };
}
