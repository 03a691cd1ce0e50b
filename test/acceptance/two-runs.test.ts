import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
} from '../support/command-line.js';
import { pausedRsyncOf } from '../support/paused-rsync.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A run that is in the middle of rsync, which stands still. */
async function busyDestination() {
  const here = await temporaryDirectory();
  const source = join(here, 'source');
  await mkdir(source);
  // All hole, so that rsync is busy with it for a while and no disk is filled.
  await writeFile(join(source, 'large'), '');
  await truncate(join(source, 'large'), 4 * 1000 ** 3);
  const parent = join(here, 'backups');
  const args = [source, join(parent, 'latest')];
  const run = startCommandLine(args);
  await run.until((event) => event.event === 'phase' && event.phase === 'rsync');
  const rsync = await pausedRsyncOf(run.pid);
  return { args, run, rsync, lock: join(parent, '.rsync-system-backup/lock') };
}

it('tells a second run at once which process holds the destination, since when', async () => {
  const { args, run, rsync, lock } = await busyDestination();
  const [pid, since = ''] = (await readFile(lock, 'utf8')).trim().split(' ');
  expect(pid).toBe(String(run.pid));
  const begin = performance.now();
  const second = await runCommandLine(args);
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(second.exitCode).toBe(1);
  expect(failureOf(second)).toEqual({
    code: 'destination-busy',
    phase: 'prepare',
    message: `Process ${String(run.pid)} has been using this destination since ${new Date(since).toLocaleString('sv-SE')}.`,
    advice: 'Wait until it has finished.',
  });
  rsync.resume();
  snapshotOf(await run.done);
  snapshotOf(await runCommandLine(args));
});

it('lets go of the destination when it is killed and its programs are gone', async () => {
  const { args, run, rsync, lock } = await busyDestination();
  run.kill('SIGKILL');
  await run.done;
  const second = await runCommandLine(args);
  expect(failureOf(second)).toMatchObject({
    code: 'destination-busy',
    advice: 'Wait until that program has ended.',
  });
  expect(failureOf(second)?.message).toMatch(
    new RegExp(
      `^Process ${String(run.pid)} was killed; it had been using this destination since [-0-9: ]+, and a program that it started is still writing\\.$`,
    ),
  );
  rsync.resume();
  await runProgram('flock', [lock, 'true']);
  snapshotOf(await runCommandLine(args));
});
