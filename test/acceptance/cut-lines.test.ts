import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  BUILT_COMMAND,
  eventsOf,
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
  type CommandLineOptions,
} from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { generations } from '../support/generations.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import {
  optionsFor,
  remoteLine,
  untilNobodyIsLeft,
  type RemoteLine,
} from '../support/remote-line.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { runProgram } from '../support/run-program.js';
import { seededRandom } from '../support/seeded-random.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import {
  expectNothingLeft,
  expectWholeSnapshots,
  isStart,
  lengthOfARun,
  untilEveryProgramIsGone,
} from '../support/whole-snapshots.js';

const CUTS = 50;

/** Each has a server and a line of its own: what takes time is to wait until both sides know that the line is dead. */
const LANES = 5;

/** All in one minute but the newest go, so that rotation has work in every run. */
const SCHEME = '--minutely=2';

/** Of a run that is going to be cut; others have the usual patience. */
const IMPATIENT = '--timeout=4';

const TUNNEL_CUTS = 10;

/** A process that waits for connections. */
const DAEMON = 1;

/** What a run says of it, wherever it was. */
const CUT = ['connection-lost', 'host-unreachable', 'tunnel-leads-nowhere', 'not-a-daemon'];

it(`loses nothing when the line is cut ${String(CUTS)} times at random moments`, async () => {
  const lanes = Array.from({ length: LANES }, () => cutTimes(CUTS / LANES));
  // Where one fails, the others come to their end before their directories go.
  await Promise.allSettled(lanes);
  const phases = (await Promise.all(lanes)).flat();
  expect(phases).toHaveLength(CUTS);
  const counts = [...new Set(phases)].map((phase) => [
    phase,
    phases.filter((other) => other === phase).length,
  ]);
  console.log(`cut in: ${JSON.stringify(Object.fromEntries(counts))}`);
}, 1_500_000);

it('loses nothing when the line is cut under a tunnel to a daemon', async () => {
  const random = seededRandom();
  const disk = await btrfsModule();
  const here = await temporaryDirectory();
  const line = await remoteLine(here);
  const { port } = await rsyncDaemon(disk.configuration, {
    through: line.server.namespace.enter,
  });
  const source = await generations(join(here, 'source'));
  const destination = `rsync://localhost:${String(port)}/module`;
  const args = ['--tunnel=forwarder@box', source.path, destination];
  const options = optionsFor(line);
  expect((await runCommandLine(args, options)).exitCode).toBe(0);
  for (let cuts = 0; cuts < TUNNEL_CUTS;) {
    await source.advance();
    const phase = await cutRun(line, args, options, random.next() * 1000);
    if (phase !== null) cuts += 1;
    await untilNobodyIsLeft(line, DAEMON);
    if (random.next() < 0.5 && cuts < TUNNEL_CUTS) continue;
    expect((await runCommandLine(args, options)).exitCode).toBe(0);
    await untilNobodyIsLeft(line, DAEMON);
    expect(await source.defects(join(disk.parent, 'latest'))).toEqual([]);
    await expectWholeSnapshots(disk.parent, source, `TEST_SEED=${random.seed} cut ${cuts}`);
    await expectNothingLeft(disk.parent);
  }
}, 600_000);

it('continues in the middle of a file in which the line was cut', async () => {
  const size = 16 * 1024 ** 2;
  const here = await temporaryDirectory();
  const line = await remoteLine(here);
  const options = optionsFor(line);
  const source = await smallSource(join(here, 'source'));
  await writeFile(join(source, 'large'), randomBytes(size));
  const parent = join(here, 'backups');
  const args = [source, `box:${join(parent, 'latest')}`];
  const run = startCommandLine([IMPATIENT, '--bwlimit=1m', ...args], options);
  await run.until((event) => event.event === 'progress' && event.bytes > size / 2);
  await line.cable.pull();
  expect(CUT).toContain(failureOf(await run.done)?.code);
  await line.cable.plug();
  await untilEveryProgramIsGone(parent);
  await untilNobodyIsLeft(line);
  expect(await readdir(join(parent, 'latest'))).not.toContain('large');
  const snapshot = snapshotOf(await runCommandLine(args, options));
  expect(differences(await describeTree(source), await describeTree(snapshot))).toEqual([]);
  expect(await literalData(parent)).toBeLessThan(size);
  await expectNothingLeft(parent);
}, 300_000);

/** rsync(1), --stats: bytes of the last run that were not on the other side. */
async function literalData(parent: string): Promise<number> {
  const runs = join(parent, '.rsync-system-backup/runs');
  const names = (await readdir(runs)).filter((name) => name.endsWith('.json')).sort();
  const text = await readFile(join(runs, names.at(-1) ?? ''), 'utf8');
  const record = JSON.parse(text) as { readonly statistics: Readonly<Record<string, number>> };
  return record.statistics['Literal data'] ?? Number.NaN;
}

/** Where snapshots hold still whatever rsync does to `latest`. */
async function btrfsModule() {
  const parent = join((await loopFileSystem('btrfs', 256)).path, 'backups');
  await mkdir(parent);
  const latest = join(parent, 'latest');
  await runProgram('btrfs', ['subvolume', 'create', latest]);
  const command = `'${process.execPath}' '${BUILT_COMMAND}' --snapshot --rotate ${SCHEME}`;
  const lines = [
    ...['[module]', `path = ${latest}`, 'read only = no', 'uid = 0', 'gid = 0'],
    ...['max connections = 1', `post-xfer exec = ${command} >/dev/null 2>&1`, ''],
  ];
  return { parent, configuration: lines.join('\n') };
}

/** The phase of each cut. */
async function cutTimes(wanted: number): Promise<readonly string[]> {
  const random = seededRandom();
  const here = await temporaryDirectory();
  const line = await remoteLine(here);
  const options = optionsFor(line);
  const source = await generations(join(here, 'source'));
  const parent = join(here, 'backups');
  const args = [SCHEME, source.path, `box:${join(parent, 'latest')}`];
  const length = await lengthOfARun(source, args, options);
  const phases: string[] = [];
  while (phases.length < wanted) {
    await source.advance();
    const phase = await cutRun(line, args, options, random.next() * length);
    if (phase !== null) phases.push(phase);
    await untilEveryProgramIsGone(parent);
    await untilNobodyIsLeft(line);
    await expectWholeSnapshots(parent, source, `TEST_SEED=${random.seed} cut ${phases.length}`);
    // Often the next run is cut too.
    if (random.next() < 0.75 && phases.length < wanted) continue;
    const snapshot = snapshotOf(await runCommandLine(args, options));
    expect(await source.defects(snapshot)).toEqual([]);
    expect(await source.defects(join(parent, 'latest'))).toEqual([]);
    await untilNobodyIsLeft(line);
    await expectNothingLeft(parent);
  }
  return phases;
}

/** The phase that it was in; null: it ended before. */
async function cutRun(
  { cable }: RemoteLine,
  args: readonly string[],
  options: CommandLineOptions,
  delay: number,
): Promise<string | null> {
  const run = startCommandLine([IMPATIENT, ...args], options);
  await run.until(isStart);
  await Promise.race([after(delay), run.done]);
  await cable.pull();
  const result = await run.done;
  await cable.plug();
  if (result.exitCode === 0) return null;
  expect(CUT, JSON.stringify(failureOf(result))).toContain(failureOf(result)?.code);
  return eventsOf(result, 'phase').at(-1)?.phase ?? 'start';
}
