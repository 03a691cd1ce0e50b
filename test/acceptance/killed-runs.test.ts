import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eventsOf, runCommandLine, snapshotOf, startCommandLine } from '../support/command-line.js';
import { generations } from '../support/generations.js';
import { seededRandom } from '../support/seeded-random.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import {
  expectNothingLeft,
  expectWholeSnapshots,
  isStart,
  lengthOfARun,
  untilEveryProgramIsGone,
} from '../support/whole-snapshots.js';

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
