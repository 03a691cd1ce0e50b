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

/** All in one minute but the newest go, so that rotation has work in every run. */
const SCHEME = ['--minutely=2'];

it(`loses nothing when it is killed ${String(KILLS)} times at random moments`, async () => {
  const random = seededRandom();
  const here = await temporaryDirectory();
  const source = await generations(join(here, 'source'));
  const parent = join(here, 'backups');
  const args = [...SCHEME, source.path, join(parent, 'latest')];
  const length = await lengthOfARun(source, args);
  const phases: Record<string, number> = {};
  for (let kills = 0; kills < KILLS;) {
    await source.advance();
    const phase = await killedRun(args, random.next() * length);
    if (phase !== null) {
      phases[phase] = (phases[phase] ?? 0) + 1;
      kills += 1;
    }
    await untilEveryProgramIsGone(parent);
    await expectWholeSnapshots(parent, source, `TEST_SEED=${random.seed} kill ${kills}`);
    // Often the next run is killed too.
    if (random.next() < 0.75 && kills < KILLS) continue;
    const snapshot = snapshotOf(await runCommandLine(args));
    expect(await source.defects(snapshot)).toEqual([]);
    expect(await source.defects(join(parent, 'latest'))).toEqual([]);
    await expectNothingLeft(parent);
  }
  const deep = ['detach', 'rsync', 'snapshot', 'rotate'];
  expect(Object.keys(phases)).toEqual(expect.arrayContaining(deep));
  console.log(`killed in: ${JSON.stringify(phases)}; a run takes ${String(Math.round(length))} ms`);
}, 1_500_000);

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
