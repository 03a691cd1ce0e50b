import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { parseSnapshotName } from '../../main/domain/snapshot-name.js';
import { BUILT_COMMAND, runCommandLine } from '../support/command-line.js';
import { describeTree } from '../support/describe-tree.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { smallSource } from '../support/small-source.js';
import { sshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const PATIENCE = { timeout: 120_000, interval: 100 };

interface Case {
  readonly title: string;
  /** Beside `latest`: snapshots, and what looks like them. */
  readonly beside: readonly string[];
  readonly options: readonly string[];
}

const CASES: readonly Case[] = [
  { title: 'a first backup', beside: [], options: [] },
  {
    title: 'a rotation that removes',
    beside: ['2019-01-01 00:00:00', '2020-02-29 12:00:00', '2020-02-29 13:00:00'],
    options: ['--yearly=2'],
  },
  {
    title: 'names in other forms, and of no snapshots',
    beside: ['2020-01-01', '20200102_0304', 'photos 2020-01-01', 'x'],
    options: ['--daily=1'],
  },
  {
    title: 'a scheme that keeps all',
    beside: ['2001-01-01 00:00:00', '2002-01-01 00:00:00'],
    options: ['--yearly=always'],
  },
];

/** What lies beside `latest` afterwards, `(new)` for the snapshot that was taken, and what is known of it. */
interface Found {
  readonly names: readonly string[];
  readonly latest: ReadonlyMap<string, string>;
  readonly snapshot: ReadonlyMap<string, string>;
  readonly directories: readonly string[];
  readonly records: readonly unknown[];
  readonly runs: readonly unknown[];
}

it.each(CASES)('$title leaves the same here, over SSH and in a daemon', async (one) => {
  const local = await backedUpLocally(one);
  expect(local.names).toContain('(new)');
  expect(await backedUpOverSsh(one)).toEqual(local);
  const { runs, records, ...daemon } = await backedUpByDaemon(one);
  const { runs: localRuns, records: localRecords, ...rest } = local;
  expect(daemon).toEqual(rest);
  // The daemon's side knows neither the source nor what was copied.
  expect(runs).toHaveLength(localRuns.length);
  expect(records).toEqual(localRecords.map((record) => ({ ...(record as object), changes: null })));
});

it('keeps nothing and removes nothing after a transfer that failed', async () => {
  const here = await prepared({ title: '', beside: ['2001-01-01 00:00:00'], options: [] });
  const environment = { RSYNC_MODULE_PATH: join(here, 'backups/latest'), RSYNC_EXIT_STATUS: '12' };
  const result = await runCommandLine(['--snapshot', '--rotate', '--yearly=1'], { environment });
  expect(result.exitCode).toBe(1);
  expect((await readdir(join(here, 'backups'))).sort()).toEqual(['2001-01-01 00:00:00', 'latest']);
});

async function prepared({ beside }: Case): Promise<string> {
  const here = await temporaryDirectory();
  await smallSource(join(here, 'source'));
  await smallSource(join(here, 'backups/latest'));
  for (const name of beside) await mkdir(join(here, 'backups', name));
  return here;
}

/** A `latest` without any snapshot beside it might be anybody's. */
async function backedUpLocally(one: Case): Promise<Found> {
  const here = await prepared(one);
  const args = ['--adopt', ...one.options, join(here, 'source'), join(here, 'backups/latest')];
  expect((await runCommandLine(args)).exitCode).toBe(0);
  return found(join(here, 'backups'), one);
}

async function backedUpOverSsh(one: Case): Promise<Found> {
  const { environment } = await sshServer();
  const here = await prepared(one);
  const latest = `box:${join(here, 'backups/latest')}`;
  const args = ['--adopt', ...one.options, join(here, 'source'), latest];
  expect((await runCommandLine(args, { environment })).exitCode).toBe(0);
  return found(join(here, 'backups'), one);
}

async function backedUpByDaemon(one: Case): Promise<Found> {
  const here = await prepared(one);
  const done = join(here, 'done');
  const quote = (text: string): string => `'${text}'`;
  const command = [process.execPath, BUILT_COMMAND, ...one.options].map(quote).join(' ');
  await writeFile(
    join(here, 'installed'),
    `#!/bin/sh\n${command} "$@" >${quote(done)}.out 2>&1; echo $? >${quote(done)}\n`,
    { mode: 0o755 },
  );
  const configuration = (await configurationInReadme())
    .replaceAll('/mnt/backups/laptop', join(here, 'backups'))
    .replace('/usr/bin/rsync-system-backup', join(here, 'installed'));
  const { port } = await rsyncDaemon(configuration);
  const destination = `rsync://127.0.0.1:${String(port)}/laptop`;
  expect((await runCommandLine([join(here, 'source'), destination])).exitCode).toBe(0);
  const exitCode = await vi.waitUntil(() => readFile(done, 'utf8').catch(() => ''), PATIENCE);
  expect({ exitCode, said: await readFile(`${done}.out`, 'utf8') }).toMatchObject({
    exitCode: '0\n',
  });
  expect(await shownIn(destination)).toEqual(await shownIn(join(here, 'backups/latest')));
  return found(join(here, 'backups'), one);
}

/** Names of the snapshots, as the program lists them. */
async function shownIn(destination: string): Promise<readonly unknown[]> {
  const args = ['--json', '--list', destination];
  const { stdout } = await runCommandLine(args, { json: false });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { readonly name: unknown }).name);
}

async function configurationInReadme(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const block = /<!-- rsyncd\.conf:[^>]*-->\s+```ini\n(.*?)```/s.exec(readme)?.[1];
  if (block === undefined) throw new Error('README.md has no rsyncd.conf any more.');
  return block;
}

async function found(parent: string, { beside }: Case): Promise<Found> {
  const names = await readdir(parent);
  const [taken = ''] = names.filter(
    (name) => parseSnapshotName(name) !== null && !beside.includes(name),
  );
  const catalog = join(parent, '.rsync-system-backup');
  return {
    names: names.map((name) => (name === taken ? '(new)' : name)).sort(),
    latest: await describeTree(join(parent, 'latest')),
    snapshot: await describeTree(join(parent, taken)),
    directories: (await readdir(catalog)).sort(),
    records: (await recordsIn(join(catalog, 'snapshots'))).map(({ run, name, ...record }) => ({
      ...record,
      hasRun: typeof run === 'string',
      isTaken: name === taken,
    })),
    runs: (await recordsIn(join(catalog, 'runs'))).map(
      ({ outcome, snapshot, sequence, changes }) => ({
        ...{ outcome, sequence, changes },
        isTaken: snapshot === taken,
      }),
    ),
  };
}

async function recordsIn(directory: string): Promise<readonly Record<string, unknown>[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(
      async (name) =>
        JSON.parse(await readFile(join(directory, name), 'utf8')) as Record<string, unknown>,
    ),
  );
}
