import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDirectory } from '../../main/system/opened-directory.js';
import { claimWorkspace } from '../../main/system/store/claim-workspace.js';
import { recoverRestores } from '../../main/system/store/recover-restores.js';
import { restoreItems } from '../../main/system/store/restore-items.js';
import { noteRestore } from '../../main/system/store/restore-notes.js';
import { finishRestore, undoRestore } from '../../main/system/store/undo-restore.js';
import { bundledProgram } from '../support/bundled-program.js';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const LETTERS = 300;
const NOTHING = { takenBack: [], done: [], stuck: [] };

/** A folder of letters in which each has an old version in the snapshot and a new one in the target. */
async function letters(place?: string) {
  const path = place ?? (await temporaryDirectory());
  const [snapshot, target, notes] = ['snapshot', 'target', 'data/restores'].map((name) =>
    join(path, name),
  ) as [string, string, string];
  for (const [directory, text] of [
    [snapshot, 'old'],
    [target, 'new'],
  ] as const) {
    await mkdir(join(directory, 'letters'), { recursive: true });
    for (let number = 0; number < LETTERS; number += 1) {
      await writeFile(join(directory, 'letters', String(number)), `${text} ${String(number)}\n`);
    }
  }
  return { snapshot, target, notes };
}

type Letters = Awaited<ReturnType<typeof letters>>;

async function startRestore({ snapshot, target, notes }: Letters, where: 'process' | 'thread') {
  const program = await bundledProgram('restore-and-wait');
  const child = execa(process.execPath, [program, snapshot, target, notes, where], {
    reject: false,
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  const said = new Promise<void>((resolve) => {
    child.stdout.on('data', () => resolve());
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await child;
  };
  return { said, kill };
}

const all = (target: string): Promise<string> =>
  runProgram('sh', ['-c', 'cat letters/* | sort | cut -d" " -f1 | uniq -c'], { cwd: target });
const counted = (text: string): string => `${String(LETTERS).padStart(7)} ${text}\n`;

const workspaces = (target: string): readonly string[] =>
  readdirSync(target).filter((name) => name.startsWith('.rsync-system-backup-restore-'));

it('a restore that was killed before its end is taken back, and one that had ended can be undone', async () => {
  const made = await letters();
  const { target, notes } = made;
  const { kill } = await startRestore(made, 'process');
  const journal = (): boolean =>
    workspaces(target).some((name) => existsSync(join(target, name, 'journal.json')));
  await vi.waitFor(() => expect(journal()).toBe(true), { timeout: 60_000, interval: 1 });
  // Somewhere among three hundred renames, or just behind them.
  await kill();
  const { takenBack, done } = await recoverRestores(notes);
  expect(takenBack.length + done.length).toBeGreaterThan(0);
  await undoRestore(done.map(({ trace }) => trace));
  expect(await all(target)).toBe(counted('new'));
  expect(workspaces(target)).toEqual([]);
  expect(await recoverRestores(notes)).toEqual(NOTHING);
  expect(await readdir(notes)).toEqual([]);
});

it.each(['process', 'thread'] as const)(
  'what a restore replaced is kept when its %s was killed, until somebody says that it may go',
  async (where) => {
    const made = await letters();
    const { target, notes } = made;
    const { said, kill } = await startRestore(made, where);
    await said;
    if (where === 'process') await kill();
    const { takenBack, done } = await recoverRestores(notes);
    expect(takenBack).toEqual([]);
    expect(done.flatMap(({ restored }) => restored)).toHaveLength(LETTERS);
    expect(await all(target)).toBe(counted('old'));
    // Whoever only looks again changes nothing.
    expect((await recoverRestores(notes)).done).toEqual(done);
    await finishRestore(done.map(({ trace }) => trace));
    expect(workspaces(target)).toEqual([]);
    expect(await recoverRestores(notes)).toEqual(NOTHING);
  },
);

it('what a restore replaced is known where its disk has another device number, as after a reboot', async () => {
  const { path: disk, image } = await unmountedFileSystem('ext4', 64);
  const before = await mountedAnew(image, disk);
  const made = { ...(await letters(disk)), notes: join(await temporaryDirectory(), 'restores') };
  const { said, kill } = await startRestore(made, 'process');
  await said;
  await kill();
  const first = statSync(made.target).dev;
  await before.unmount();
  await mountedAnew(image, disk);
  expect(statSync(made.target).dev).not.toBe(first);
  const { done } = await recoverRestores(made.notes);
  expect(done.flatMap(({ restored }) => restored)).toHaveLength(LETTERS);
  await undoRestore(done.map(({ trace }) => trace));
  expect(await all(made.target)).toBe(counted('new'));
});

/** By a loop device that nobody else has before the test ends. */
async function mountedAnew(image: string, path: string) {
  const device = (await runProgram('losetup', ['--find', '--show', image])).trim();
  onTestFinished(async () => {
    await runProgram('losetup', ['--detach', device]);
  });
  await runProgram('mount', [device, path]);
  let isMounted = true;
  const unmount = async (): Promise<void> => {
    if (isMounted) await runProgram('umount', [path]);
    isMounted = false;
  };
  onTestFinished(unmount);
  return { unmount };
}

it('what is being restored is left alone', async () => {
  const made = await letters();
  const { said } = await startRestore(made, 'process');
  await said;
  expect(await recoverRestores(made.notes)).toEqual(NOTHING);
  expect(workspaces(made.target)).toHaveLength(1);
  expect(await readdir(made.notes)).toHaveLength(1);
});

it('what was restored to a directory that is away is still known when that comes back', async () => {
  const made = await letters();
  const { target, notes } = made;
  const { said, kill } = await startRestore(made, 'process');
  await said;
  await kill();
  await runProgram('mv', [target, `${target}.away`]);
  expect(await recoverRestores(notes)).toEqual(NOTHING);
  await runProgram('mv', [`${target}.away`, target]);
  expect((await recoverRestores(notes)).done).toHaveLength(1);
});

it('the next restore to the same directory puts what was replaced beside, and deletes nothing', async () => {
  const made = await letters();
  const { snapshot, target, notes } = made;
  const { said, kill } = await startRestore(made, 'process');
  await said;
  await kill();
  await rm(join(target, 'letters/7'));
  await restoreItems(
    {
      ...{ snapshot, snapshotName: '2026-11-21 19:36:28', target },
      ...{ conflict: 'only-missing', layout: 'in-place' },
      items: [{ path: 'letters', names: [Buffer.from('letters')] }],
      forbidden: { destination: '/nowhere', device: null },
    },
    { signal: new AbortController().signal },
  );
  const names = await readdir(join(target, 'letters'));
  expect(names.filter((name) => name.includes('before the restore'))).toHaveLength(LETTERS - 1);
  expect(await runProgram('cat', [join(target, 'letters/7')])).toBe('new 7\n');
  expect(await recoverRestores(notes)).toEqual(NOTHING);
});

it('settles each for itself, and names the one that cannot be', async () => {
  const [bad, good] = [await letters(), await letters()];
  const notes = good.notes;
  for (const made of [{ ...bad, notes }, good]) {
    const { said, kill } = await startRestore(made, 'process');
    await said;
    await kill();
  }
  const [broken = ''] = workspaces(bad.target);
  await rm(join(bad.target, broken, 'journal.json'));
  await mkdir(join(bad.target, broken, 'journal.json'));
  await mkdir(join(notes, 'no-note.json'));
  const { done, stuck } = await recoverRestores(notes);
  expect(done.map(({ trace }) => trace.target)).toEqual([good.target]);
  expect(stuck.map(({ path }) => path).toSorted()).toEqual(
    [join(bad.target, broken), join(notes, 'no-note.json')].toSorted(),
  );
  expect(readdirSync(join(bad.target, broken, 'aside'))).toHaveLength(LETTERS);
});

it('two never settle one at once', async () => {
  const made = await letters();
  const { target, notes } = made;
  const { said, kill } = await startRestore(made, 'process');
  await said;
  await kill();
  const { done } = await recoverRestores(notes);
  const traces = done.map(({ trace }) => trace);
  const [name = ''] = workspaces(target);
  const other = await openDirectory(join(target, name), []);
  expect(await claimWorkspace(other)).toBe(true);
  expect(await recoverRestores(notes)).toEqual(NOTHING);
  await expect(undoRestore(traces)).rejects.toMatchObject({ code: 'restore-in-hand' });
  expect(workspaces(target)).toEqual([name]);
  expect(readdirSync(join(target, name, 'aside'))).toHaveLength(LETTERS);
  await other.close();
  await undoRestore(traces);
  expect(await all(target)).toBe(counted('new'));
  expect(workspaces(target)).toEqual([]);
});

it('what was replaced comes back beside where its folder was, when that has been deleted since', async () => {
  const made = await letters();
  const { target, notes } = made;
  const { said, kill } = await startRestore(made, 'process');
  await said;
  await kill();
  await rm(join(target, 'letters'), { recursive: true });
  const { done } = await recoverRestores(notes);
  const left = await undoRestore(done.map(({ trace }) => trace));
  expect(left).toHaveLength(LETTERS);
  expect(workspaces(target)).toEqual([]);
  expect(await readdir(target)).toHaveLength(LETTERS);
  expect(await readFile(join(target, '7'), 'utf8')).toBe('new 7\n');
});

it('what was being brought from another machine is removed when that was killed', async () => {
  const { target, notes } = await letters();
  const workspace = '.rsync-system-backup-restore-abcdefghijkl';
  await mkdir(join(target, workspace), { mode: 0o700 });
  for (const part of ['copies', 'aside']) await mkdir(join(target, workspace, part));
  await writeFile(join(target, workspace, 'copies/half'), 'half of a let');
  const owner = { host: hostname(), bootId: 'the one before', thread: '1/task/1', started: '1' };
  await writeFile(join(target, workspace, 'owner.json'), JSON.stringify(owner));
  await noteRestore(notes, { target, directory: [], workspace });
  expect(await recoverRestores(notes)).toEqual(NOTHING);
  expect(workspaces(target)).toEqual([]);
  expect(await readdir(notes)).toEqual([]);
  expect(await all(target)).toBe(counted('new'));
});
