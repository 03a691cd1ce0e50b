import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { parseSnapshotName } from '../../main/domain/snapshot-name.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { eventsOf, runCommandLine, snapshotOf, startCommandLine } from '../support/command-line.js';
import { generations, type Generations } from '../support/generations.js';
import { runProgram } from '../support/run-program.js';
import { seededRandom } from '../support/seeded-random.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const KILLS = 200;

/** Each kills its share, of runs between a source and a destination of its own. */
const LANES = 2;

/** All in one minute but the newest go, so that rotation has work in every run. */
const SCHEME = ['--minutely=2'];

it(`loses nothing when it is killed ${String(KILLS)} times at random moments`, async () => {
  const lanes = Array.from({ length: LANES }, () => killedTimes(KILLS / LANES));
  // Where one fails, the others come to their end before their directories go.
  await Promise.allSettled(lanes);
  const phases = (await Promise.all(lanes)).flat();
  expect(phases).toHaveLength(KILLS);
  const deep = ['detach', 'rsync', 'snapshot', 'rotate'];
  expect(phases).toEqual(expect.arrayContaining(deep));
  const counts = [...new Set(phases)].map((phase) => [
    phase,
    phases.filter((other) => other === phase).length,
  ]);
  console.log(`killed in: ${JSON.stringify(Object.fromEntries(counts))}`);
}, 1_500_000);

/** The phase of each kill. */
async function killedTimes(wanted: number): Promise<readonly string[]> {
  const random = seededRandom();
  const here = await temporaryDirectory();
  const source = await generations(join(here, 'source'));
  const parent = join(here, 'backups');
  const args = [...SCHEME, source.path, join(parent, 'latest')];
  const length = await lengthOfARun(source, args);
  const phases: string[] = [];
  while (phases.length < wanted) {
    await source.advance();
    const phase = await killedRun(args, random.next() * length);
    if (phase !== null) phases.push(phase);
    await untilEveryProgramIsGone(parent);
    await expectWholeSnapshots(parent, source, `TEST_SEED=${random.seed} kill ${phases.length}`);
    // Often the next run is killed too.
    if (random.next() < 0.75 && phases.length < wanted) continue;
    const snapshot = snapshotOf(await runCommandLine(args));
    expect(await source.defects(snapshot)).toEqual([]);
    expect(await source.defects(join(parent, 'latest'))).toEqual([]);
    await expectNothingLeft(parent);
  }
  console.log(`a run takes ${String(Math.round(length))} ms`);
  return phases;
}

/** Milliseconds that a run takes which has something to do in every phase: the middle of five, after a first. */
async function lengthOfARun(source: Generations, args: readonly string[]): Promise<number> {
  snapshotOf(await runCommandLine(args));
  const lengths: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    await source.advance();
    const running = startCommandLine(args);
    await running.until(isStart);
    const start = performance.now();
    snapshotOf(await running.done);
    lengths.push(performance.now() - start);
  }
  return lengths.sort((a, b) => a - b)[2] ?? 0;
}

function isStart(event: RunEvent): boolean {
  return event.event === 'start';
}

/** The phase that it was in; null: it ended before. The kernel tells the programs that it started that it died. */
async function killedRun(args: readonly string[], delay: number): Promise<string | null> {
  const run = startCommandLine(args);
  await run.until(isStart);
  await Promise.race([after(delay), run.done]);
  run.kill('SIGKILL');
  const result = await run.done;
  if (result.signal === null) {
    snapshotOf(result);
    return null;
  }
  return eventsOf(result, 'phase').at(-1)?.phase ?? 'start';
}

/** flock(1) waits: each program of a run holds the destination's lock for as long as it lives. */
async function untilEveryProgramIsGone(parent: string): Promise<void> {
  await runProgram('flock', [join(parent, '.rsync-system-backup/lock'), 'true']);
}

async function expectWholeSnapshots(parent: string, source: Generations, when: string) {
  const names = (await readdir(parent)).filter((name) => parseSnapshotName(name) !== null);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    expect({ when, name, defects: await source.defects(join(parent, name)) }).toEqual({
      when,
      name,
      defects: [],
    });
  }
}

async function expectNothingLeft(parent: string): Promise<void> {
  const catalog = join(parent, '.rsync-system-backup');
  expect((await readdir(catalog)).sort()).toEqual([
    'destination.json',
    'lock',
    'runs',
    'snapshots',
  ]);
  const records = await readdir(join(catalog, 'runs'));
  expect(records.filter((name) => !/\.(json|changes\.gz)$/.test(name))).toEqual([]);
  const others = (await readdir(parent)).filter((name) => parseSnapshotName(name) === null);
  expect(others.sort()).toEqual(['.rsync-system-backup', 'latest']);
  expect(await runProgram('findmnt', ['--noheadings', '--output', 'TARGET'])).not.toContain(parent);
}
