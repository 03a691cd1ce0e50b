import { mkdir, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  eventsOf,
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
} from '../support/command-line.js';
import type { RunningCommandLine } from '../support/command-line.js';
import { hugeFile } from '../support/huge-file.js';
import { pausedRsyncOf, type PausedRsync } from '../support/paused-rsync.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A run with a snapshot behind it, in the middle of rsync, in a process group of its own. */
async function runInMidRsync(options: readonly string[] = []) {
  const here = await temporaryDirectory();
  const [source, parent] = [join(here, 'source'), join(here, 'backups')];
  const args = [source, join(parent, 'latest')];
  await mkdir(source);
  snapshotOf(await runCommandLine(args));
  const before = await readdir(parent);
  const huge = join(source, 'huge');
  await hugeFile(huge);
  const run = startCommandLine([...options, ...args], { through: ['setsid'] });
  await run.until((event) => event.event === 'phase' && event.phase === 'rsync');
  const rsync = await pausedRsyncOf(run.pid);
  return { args, parent, huge, before, run, rsync };
}

/** No snapshot, no rsync, nothing left in the way of the next run. */
async function expectCancelled(
  { args, parent, huge, before, run, rsync }: Awaited<ReturnType<typeof runInMidRsync>>,
  exitCode: number,
): Promise<void> {
  const result = await run.done;
  expect({ exitCode: result.exitCode, stderr: result.stderr }).toEqual({ exitCode, stderr: '' });
  expect(eventsOf(result, 'finished')[0]).toMatchObject({ outcome: 'cancelled', snapshot: null });
  expect(eventsOf(result, 'error')).toEqual([]);
  expect(await rsync.alive()).toEqual([]);
  expect(await readdir(parent)).toEqual(before);
  await truncate(huge, 0);
  snapshotOf(await runCommandLine(args));
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('stops at %s when rsync is gone, and exits with %i', async (signal, exitCode) => {
  const busy = await runInMidRsync();
  busy.run.kill(signal);
  busy.rsync.resume();
  await expectCancelled(busy, exitCode);
});

it('stops at Ctrl-C, which reaches rsync as well', async () => {
  const busy = await runInMidRsync();
  process.kill(-busy.run.pid, 'SIGINT');
  busy.rsync.resume();
  await expectCancelled(busy, 130);
});

it.each<readonly [string, (run: RunningCommandLine) => void]>([
  ['says “cancel”', (run) => run.write('cancel\n')],
  ['ends', (run) => run.endInput()],
])('stops when its input %s', async (_, stop) => {
  const busy = await runInMidRsync(['--control']);
  stop(busy.run);
  const { rsync }: { rsync: PausedRsync } = busy;
  rsync.resume();
  await expectCancelled(busy, 130);
});

it('waits for the last of rsync’s processes, which outlive the first', async () => {
  const busy = await runInMidRsync();
  const { run, rsync, args } = busy;
  run.kill('SIGTERM');
  await rsync.endFirst();
  const second = failureOf(await runCommandLine(args));
  expect(second?.message).toContain(`Process ${String(run.pid)} has been using this destination`);
  rsync.resume();
  await expectCancelled(busy, 143);
});
