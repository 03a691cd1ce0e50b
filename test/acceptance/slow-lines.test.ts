import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  eventsOf,
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
} from '../support/command-line.js';
import {
  optionsFor,
  remoteLine,
  untilNobodyIsLeft,
  type RemoteLine,
} from '../support/remote-line.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { runProgram } from '../support/run-program.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const MEBIBYTE = 1024 ** 2;

/** Seconds; the least that may be chosen. */
const IMPATIENT = '--timeout=4';

/** Seconds for five MiB. */
const LESS_THAN_IT_TAKES = '--timeout=35';

/** A process that waits for connections. */
const DAEMON = 1;

/** A line, a source with a file that nothing can shorten, and a daemon at the far end. */
async function lineWithDaemon(mebibytes: number) {
  const here = await temporaryDirectory();
  const line = await remoteLine(here);
  const source = await smallSource(join(here, 'source'));
  await writeFile(join(source, 'large'), randomBytes(mebibytes * MEBIBYTE));
  const latest = join(here, 'module/latest');
  await mkdir(latest, { recursive: true });
  const lines = ['[module]', `path = ${latest}`, 'read only = no', 'uid = 0', 'gid = 0', ''];
  const daemon = await rsyncDaemon(lines.join('\n'), {
    through: line.server.namespace.enter,
    address: '0.0.0.0',
  });
  const options = optionsFor(line);
  return { here, line, source, latest, daemon, options };
}

it('waits for a line on which everything takes its time', async () => {
  const { here, line, source, latest, daemon, options } = await lineWithDaemon(5);
  // What is asked while rsync sends waits behind the two MiB that ssh lets a session have on its way.
  const shape = ['tbf', 'rate', '1mbit', 'burst', '64kbit', 'latency', '1s'];
  for (const namespace of [line.client, line.server.namespace]) {
    await namespace.run('tc', ['qdisc', 'add', 'dev', 'cable', 'root', ...shape]);
  }
  const overSsh = [LESS_THAN_IT_TAKES, source, `box:${join(here, 'backups/latest')}`];
  const url = `rsync://${line.cable.address}:${String(daemon.port)}/module`;
  const [first, second] = await Promise.all([
    runCommandLine(overSsh, options),
    runCommandLine([LESS_THAN_IT_TAKES, source, url], options),
  ]);
  expect(eventsOf(first, 'finished')[0]?.seconds).toBeGreaterThan(40);
  // How a file lies on the disk depends on the pieces in which it came.
  await runProgram('diff', ['-r', source, snapshotOf(first)]);
  expect({ exitCode: second.exitCode, stderr: second.stderr }).toMatchObject({ exitCode: 0 });
  await runProgram('diff', ['-r', source, latest]);
  snapshotOf(await runCommandLine(overSsh, options));
  await untilNobodyIsLeft(line, DAEMON);
}, 300_000);

it('sends no faster than it is told to', async () => {
  const { here, line, source, daemon, options } = await lineWithDaemon(3);
  const url = `rsync://${line.cable.address}:${String(daemon.port)}/module`;
  for (const destination of [`box:${join(here, 'backups/latest')}`, url]) {
    const run = await runCommandLine(['--bwlimit=1m', source, destination], options);
    expect(run.exitCode).toBe(0);
    expect(eventsOf(run, 'finished')[0]?.seconds).toBeGreaterThan(2.5);
  }
});

describe('in the middle of a file in which the line was cut', () => {
  it.each([
    [
      'a daemon',
      ({ line, daemon }: Daemons) => [`rsync://${line.cable.address}:${daemon.port}/module`],
    ],
    [
      'a daemon behind a tunnel',
      ({ daemon }: Daemons) => [
        '--tunnel=forwarder@box',
        `rsync://localhost:${String(daemon.port)}/module`,
      ],
    ],
  ])(
    'a backup to %s continues',
    async (_where, destination) => {
      const size = 16 * MEBIBYTE;
      const backup = await lineWithDaemon(16);
      const { line, source, latest, options } = backup;
      const [url = '', ...tunnel] = destination(backup).toReversed();
      const args = [...tunnel, source, url];
      const run = startCommandLine([IMPATIENT, '--bwlimit=1m', ...args], options);
      await run.until((event) => event.event === 'progress' && event.bytes > size / 2);
      await line.cable.pull();
      expect(['connection-lost', 'tunnel-leads-nowhere']).toContain(
        failureOf(await run.done)?.code,
      );
      await line.cable.plug();
      await untilNobodyIsLeft(line, DAEMON);
      expect(await readdir(latest)).not.toContain('large');
      const part = join(latest, '.rsync-system-backup-partial/large');
      expect((await stat(part)).size).toBeGreaterThan(size / 4);
      const before = await sent(line);
      expect((await runCommandLine(args, options)).exitCode).toBe(0);
      expect((await sent(line)) - before).toBeLessThan(size * 0.75);
      await runProgram('diff', ['-r', source, latest]);
      expect(await readdir(latest)).not.toContain('.rsync-system-backup-partial');
    },
    300_000,
  );
});

it('a backup over SSH continues there too, after one that was whole', async () => {
  const size = 72 * MEBIBYTE;
  const { here, line, source, options } = await lineWithDaemon(1);
  const args = [source, `box:${join(here, 'backups/latest')}`];
  snapshotOf(await runCommandLine(args, options));
  await writeFile(join(source, 'larger'), randomBytes(size));
  const run = startCommandLine([IMPATIENT, '--bwlimit=6m', ...args], options);
  await run.until((event) => event.event === 'progress' && event.bytes > size / 2);
  await line.cable.pull();
  expect(failureOf(await run.done)).toMatchObject({ code: 'connection-lost' });
  await line.cable.plug();
  await untilNobodyIsLeft(line, DAEMON);
  const part = join(here, 'backups/latest/.rsync-system-backup-partial/larger');
  expect((await stat(part)).size).toBeGreaterThan(size / 4);
  const before = await sent(line);
  const snapshot = snapshotOf(await runCommandLine(args, options));
  expect((await sent(line)) - before).toBeLessThan(size * 0.75);
  await runProgram('diff', ['-r', source, snapshot]);
}, 300_000);

type Daemons = Awaited<ReturnType<typeof lineWithDaemon>>;

/** Bytes that went over the line so far. */
async function sent({ client }: RemoteLine): Promise<number> {
  const text = await client.run('ip', ['-json', '-statistics', 'link', 'show', 'dev', 'cable']);
  const [cable] = JSON.parse(text) as readonly { stats64: { tx: { bytes: number } } }[];
  return cable?.stats64.tx.bytes ?? Number.NaN;
}
