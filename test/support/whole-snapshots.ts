import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseSnapshotName } from '../../main/domain/snapshot-name.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import {
  runCommandLine,
  snapshotOf,
  startCommandLine,
  type CommandLineOptions,
} from './command-line.js';
import type { Generations } from './generations.js';
import { runProgram } from './run-program.js';

/** Milliseconds that a run takes which has something to do in every phase: the middle of five, after a first. */
export async function lengthOfARun(
  source: Generations,
  args: readonly string[],
  options: CommandLineOptions = {},
): Promise<number> {
  snapshotOf(await runCommandLine(args, options));
  const lengths: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    await source.advance();
    const running = startCommandLine(args, options);
    await running.until(isStart);
    const start = performance.now();
    snapshotOf(await running.done);
    lengths.push(performance.now() - start);
  }
  return lengths.sort((a, b) => a - b)[2] ?? 0;
}

export function isStart(event: RunEvent): boolean {
  return event.event === 'start';
}

/** flock(1) waits: each program of a run holds the destination's lock for as long as it lives. */
export async function untilEveryProgramIsGone(parent: string): Promise<void> {
  await runProgram('flock', [join(parent, '.rsync-system-backup/lock'), 'true']);
}

export async function expectWholeSnapshots(
  parent: string,
  source: Generations,
  when: string,
): Promise<void> {
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

export async function expectNothingLeft(parent: string): Promise<void> {
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
