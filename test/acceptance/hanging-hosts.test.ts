import { readdir, readFile } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  eventsOf,
  failureOf,
  runCommandLine,
  snapshotOf,
  startCommandLine,
} from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { changeableInside } from '../support/private-namespace.js';
import { remoteBackup, type RemoteBackup } from '../support/remote-backup.js';
import { runProgram } from '../support/run-program.js';

/** Seconds; the least that may be chosen. */
const IMPATIENT = '--timeout=4';

const PATIENCE = { timeout: 60_000, interval: 50 };

/** A backup was made, and then sync(1) over there became another program. */
async function withSync(script: string): Promise<RemoteBackup & { readonly args: string[] }> {
  const backup = await remoteBackup();
  const { environment, namespace } = backup.server;
  const args = [backup.source, backup.destination];
  snapshotOf(await runCommandLine(args, { environment }));
  await changeableInside(namespace, '/usr/bin');
  await namespace.run('tee', ['/usr/bin/sync'], { input: `#!/bin/sh\n${script}\n` });
  return { ...backup, args };
}

/** Of what the server has started: none is left. */
async function nobodyIsLeft({ server, here }: RemoteBackup): Promise<void> {
  await vi.waitUntil(async () => (await server.connections()).length === 0, PATIENCE);
  expect(await syncsIn(here)).toEqual([]);
}

async function syncsIn(directory: string): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes('/usr/bin/sync\0') && line.includes(directory));
}

it('ends what does nothing over there, and says that the host does not answer', async () => {
  const backup = await withSync('kill -STOP $$');
  const { environment } = backup.server;
  const result = await runCommandLine([IMPATIENT, ...backup.args], { environment });
  const { code, message, advice } = failureOf(result) ?? {};
  expect({ code, message }).toEqual({
    code: 'host-hangs',
    message: '“box” does not answer: for 4 seconds nothing has gone on there.',
  });
  expect(advice).not.toContain('still runs');
  await nobodyIsLeft(backup);
});

it('waits for what takes longer than the time-out as long as something goes on there', async () => {
  const backup = await withSync('for i in $(seq 45); do sleep 0.2; done');
  const { environment } = backup.server;
  const result = await runCommandLine([IMPATIENT, ...backup.args], { environment });
  expect({ exitCode: result.exitCode, stderr: result.stderr }).toMatchObject({ exitCode: 0 });
  expect(result.events.find(({ event }) => event === 'finished')).toMatchObject({
    outcome: 'complete',
  });
});

it('ends what hangs over there soon after it was asked to stop', async () => {
  const backup = await withSync('kill -STOP $$');
  const { environment } = backup.server;
  const run = startCommandLine(backup.args, { environment });
  await run.until((event) => event.event === 'phase' && event.phase === 'snapshot');
  await vi.waitUntil(async () => (await syncsIn(backup.here)).length > 0, PATIENCE);
  // execa would kill it after five seconds.
  process.kill(run.pid, 'SIGTERM');
  const result = await run.done;
  expect(result.exitCode).toBe(143);
  expect(eventsOf(result, 'finished')[0]?.outcome).toBe('cancelled');
  await nobodyIsLeft(backup);
});

it('says what still runs on a disk that hangs, and goes on when it does not any more', async () => {
  // Before the server starts: it does not see what is mounted afterwards.
  const disk = await loopFileSystem('ext4', 64, ['-b', '4096']);
  const backup = await remoteBackup();
  const { environment } = backup.server;
  const args = [backup.source, `box:${disk.path}/backups/latest`];
  snapshotOf(await runCommandLine(args, { environment }));
  // Whoever writes waits from now on, and no signal ends that.
  await runProgram('fsfreeze', ['--freeze', disk.path]);
  let frozen = true;
  const thaw = async (): Promise<void> => {
    if (frozen) await runProgram('fsfreeze', ['--unfreeze', disk.path]);
    frozen = false;
  };
  onTestFinished(thaw);
  const hung = failureOf(await runCommandLine([IMPATIENT, ...args], { environment }));
  expect(hung?.code).toBe('host-hangs');
  expect(hung?.advice).toMatch(/What still runs there \(\d+ “sh”.*\) cannot be ended/);
  await thaw();
  await nobodyIsLeft(backup);
  const snapshot = snapshotOf(await runCommandLine(args, { environment }));
  expect(differences(await describeTree(backup.source), await describeTree(snapshot))).toEqual([]);
});
