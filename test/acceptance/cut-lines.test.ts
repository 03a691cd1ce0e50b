import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { eventsOf, runCommandLine, snapshotOf, startCommandLine } from '../support/command-line.js';
import { generations } from '../support/generations.js';
import { seededRandom } from '../support/seeded-random.js';
import { sshServer, type SshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import {
  expectNothingLeft,
  expectWholeSnapshots,
  isStart,
  lengthOfARun,
  untilEveryProgramIsGone,
} from '../support/whole-snapshots.js';

const CUTS = 50;

/** All in one minute but the newest go, so that rotation has work in every run. */
const OPTIONS = ['--minutely=2', '--timeout=20'];

it(`loses nothing when the line is cut ${String(CUTS)} times at random moments`, async () => {
  const random = seededRandom();
  const server = await sshServer();
  const { environment } = server;
  const here = await temporaryDirectory();
  const source = await generations(join(here, 'source'));
  const parent = join(here, 'backups');
  const args = [...OPTIONS, source.path, `box:${join(parent, 'latest')}`];
  const length = await lengthOfARun(source, args, { environment });
  const phases: Record<string, number> = {};
  for (let cuts = 0; cuts < CUTS;) {
    await source.advance();
    const phase = await cutRun(server, args, random.next() * length);
    if (phase !== null) {
      phases[phase] = (phases[phase] ?? 0) + 1;
      cuts += 1;
    }
    await untilEveryProgramIsGone(parent);
    await untilNobodyIsConnected(server);
    await expectWholeSnapshots(parent, source, `TEST_SEED=${random.seed} cut ${cuts}`);
    if (random.next() < 0.75 && cuts < CUTS) continue;
    const snapshot = snapshotOf(await runCommandLine(args, { environment }));
    expect(await source.defects(snapshot)).toEqual([]);
    expect(await source.defects(join(parent, 'latest'))).toEqual([]);
    await untilNobodyIsConnected(server);
    await expectNothingLeft(parent);
    expect(await sockets()).toEqual([]);
  }
  console.log(`cut in: ${JSON.stringify(phases)}; a run takes ${String(Math.round(length))} ms`);
}, 1_500_000);

/** The phase that it was in; null: it ended before. */
async function cutRun(
  server: SshServer,
  args: readonly string[],
  delay: number,
): Promise<string | null> {
  const { environment } = server;
  const run = startCommandLine(args, { environment });
  await run.until(isStart);
  await Promise.race([after(delay), run.done]);
  for (const pid of await server.connections()) process.kill(pid, 'SIGKILL');
  const result = await run.done;
  if (result.exitCode === 0) return null;
  const codes = eventsOf(result, 'error').map(({ code }) => code);
  expect(['connection-lost', 'ssh-closed', 'ssh-failed', 'remote-failed']).toEqual(
    expect.arrayContaining(codes),
  );
  return eventsOf(result, 'phase').at(-1)?.phase ?? 'start';
}

async function untilNobodyIsConnected(server: SshServer): Promise<void> {
  await vi.waitUntil(async () => (await server.connections()).length === 0, {
    timeout: 60_000,
    interval: 20,
  });
}

/** Of connections that are over. */
async function sockets(): Promise<readonly string[]> {
  return (await readdir('/tmp')).filter((name) => /^rsync-system-backup-[A-Za-z0-9]{6}$/.test(name));
}
