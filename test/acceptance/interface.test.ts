import { execa } from 'execa';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ageTree } from '../support/age-tree.js';
import { BUILT_COMMAND, eventsOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import type { CommandLineOptions } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { ordinaryUser } from '../support/ordinary-user.js';
import {
  changeableInside,
  privateNamespace,
  writeSystemFile,
} from '../support/private-namespace.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A backup whose source has changed since: one file of each kind of change. */
async function changedSource() {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  await writeFile(join(source, 'old'), 'old');
  const parent = join(here, 'backups');
  const args = ['--minutely=always', source, join(parent, 'latest')];
  const first = snapshotOf(await runCommandLine(args));
  await writeFile(join(source, 'file'), 'changed contents\n');
  await writeFile(join(source, 'new\n'), 'new');
  await execa('rm', [join(source, 'old')]);
  return { here, source, parent, args, first };
}

it('lists snapshots with what changed and why they are kept', async () => {
  const { args, first } = await changedSource();
  const second = snapshotOf(await runCommandLine(args));
  const { stdout } = await runCommandLine(['--list', ...args], { json: false });
  const [name, other] = [first, second].map((path) => path.slice(path.lastIndexOf('/') + 1));
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(
      new RegExp(`^${name ?? ''} +hard links +\\+4 ~0 -0, 27 bytes +minutely$`),
    ),
    expect.stringMatching(new RegExp(`^${other ?? ''} +hard links +\\+1 ~1 -1, 20 bytes +`)),
    '',
  ]);
});

it('lists them for programs too', async () => {
  const { args, first } = await changedSource();
  const { stdout } = await runCommandLine(['--list', '--json', ...args], { json: false });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({
      ...{ event: 'listed', path: first, method: 'hard-links', complete: true, pinned: false },
      changes: { created: 4, changed: 0, deleted: 0, bytes: 27 },
    }),
  ]);
});

it('says in a dry run what would happen, and writes nothing', async () => {
  const { here, args } = await changedSource();
  const before = await describeTree(here);
  const { stderr, stdout, exitCode } = await runCommandLine(['--dry-run', ...args], {
    json: false,
  });
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
  for (const line of ['Would change file', 'Would create new\\#012', 'Would delete old']) {
    expect(stderr.split('\n')).toContain(line);
  }
  expect(stderr).toContain('Would take snapshot: ');
  expect(differences(before, await describeTree(here))).toEqual([]);
});

it('does not even make the destination in a dry run', async () => {
  const { here, source } = await changedSource();
  const result = await runCommandLine(['--dry-run', source, join(here, 'other/latest')]);
  expect(result.exitCode).toBe(0);
  const names = eventsOf(result, 'change').map(({ name }) => name);
  expect(names).toContain('directory/other');
  expect(names).not.toContain('.');
  expect((await readdir(here)).sort()).toEqual(['backups', 'source']);
});

it('plans in a dry run what the real run then does', async () => {
  const { args } = await changedSource();
  const planned = await runCommandLine(['--dry-run', ...args]);
  const done = await runCommandLine(args);
  const changes = eventsOf(planned, 'finished')[0]?.changes;
  expect(changes).toMatchObject({ created: 1, changed: 1, deleted: 1 });
  expect(eventsOf(done, 'finished')[0]?.changes).toEqual(changes);
});

const INI = (parent: string): string => `[${parent}]\nyearly = 1\nprefer-recent = yes\n`;

/** What would be removed of two old snapshots by the settings that hold. */
async function removedOldSnapshots(where: (ini: string) => Promise<CommandLineOptions>) {
  const { parent, args } = await changedSource();
  for (const year of ['2020', '2021']) await mkdir(join(parent, `${year}-01-01 00:00:00`));
  const options = await where(INI(parent));
  const result = await runCommandLine(['--dry-run', '--rotate', ...args.slice(1)], options);
  return eventsOf(result, 'rotation').flatMap(({ remove }) => remove.map(({ name }) => name));
}

const OLD_SNAPSHOTS = ['2020-01-01 00:00:00', '2021-01-01 00:00:00'];

it('rotates by the settings in the home directory', async () => {
  const home = await temporaryDirectory();
  const removed = await removedOldSnapshots(async (ini) => {
    await mkdir(join(home, '.config'));
    await writeFile(join(home, '.config/rotate-backups.ini'), ini);
    return { environment: { HOME: home } };
  });
  expect(removed).toEqual(OLD_SNAPSHOTS);
});

it('rotates by the settings of the system', async () => {
  const removed = await removedOldSnapshots(async (ini) => {
    const namespace = await privateNamespace();
    await changeableInside(namespace, '/etc');
    await writeSystemFile(namespace, '/etc/rotate-backups.ini', ini);
    return { through: namespace.enter };
  });
  expect(removed).toEqual(OLD_SNAPSHOTS);
});

it('takes the destination from an rsync daemon that calls it after a transfer', async () => {
  const here = await temporaryDirectory();
  await smallSource(join(here, 'module/latest'));
  const environment = { RSYNC_MODULE_PATH: join(here, 'module/latest') };
  const result = await runCommandLine(['--snapshot'], { environment });
  expect(snapshotOf(result)).toContain(join(here, 'module/2'));
});

it('becomes root by sudo, and reads what only root may read', async () => {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  await writeFile(join(source, 'secret'), 'secret', { mode: 0o600 });
  await ageTree(source);
  const { uid, become, command, environment } = await ordinaryUser();
  const namespace = await privateNamespace();
  await changeableInside(namespace, '/etc');
  const person = `somebody:x:${String(uid)}:${String(uid)}::/nonexistent:/bin/sh\n`;
  await namespace.run('tee', ['-a', '/etc/passwd'], { input: person });
  await namespace.run('tee', ['-a', '/etc/shadow'], { input: 'somebody:*:19000:0:99999:7:::\n' });
  await writeSystemFile(namespace, '/etc/sudoers', `somebody ALL=(ALL) NOPASSWD: ALL\n`);
  const args = [source, join(here, 'backups/latest')];
  const through = [...namespace.enter, ...become];
  const snapshot = snapshotOf(await runCommandLine(args, { through, command, environment }));
  expect((await stat(join(snapshot, 'secret'))).uid).toBe(0);
});

it('ends a backup well whose reader goes away', async () => {
  const { args, parent } = await changedSource();
  const words = [process.execPath, BUILT_COMMAND, '--json', '--disable-notifications', ...args];
  const pipeline = '"$@" | head -n 1; test "${PIPESTATUS[0]}" -eq 0';
  const { stdout } = await execa('bash', ['-c', pipeline, 'bash', ...words]);
  expect(JSON.parse(stdout)).toMatchObject({ event: 'start' });
  expect(await readdir(parent)).toHaveLength(4);
});

it('ends a backup well that speaks to people who go away', async () => {
  const { args, parent } = await changedSource();
  const words = [process.execPath, BUILT_COMMAND, '-vv', '--disable-notifications', ...args];
  const pipeline = '"$@" 2>&1 | head -n 1; test "${PIPESTATUS[0]}" -eq 0';
  await execa('bash', ['-c', pipeline, 'bash', ...words]);
  expect(await readdir(parent)).toHaveLength(4);
});

it('takes no snapshot of what did not change when it is told so', async () => {
  const { args, parent } = await changedSource();
  snapshotOf(await runCommandLine(args));
  const again = await runCommandLine(['--skip-unchanged', ...args]);
  expect(eventsOf(again, 'finished')[0]).toMatchObject({ outcome: 'complete', snapshot: null });
  expect(await readdir(parent)).toHaveLength(4);
});
