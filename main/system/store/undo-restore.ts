import { readdir } from 'node:fs/promises';
import { lstatSync } from 'node:fs';
import { unescapeName } from '../../shared/display-name.js';
import { BackupError } from '../../shared/backup-error.js';
import {
  directoryPath,
  entryPath,
  openDirectory,
  type OpenedDirectory,
} from '../opened-directory.js';
import { TreeDirectory } from '../tree-directory.js';
import { keepTimes } from './keep-times.js';
import { undoSteps } from './place-restored.js';
import { isAbandoned, placedAt, readJournal } from './restore-journal.js';
import { openWorkspace, WORKSPACE_PREFIX, type RestoreWorkspace } from './restore-workspace.js';

/** Where a restore keeps what it replaced. */
export interface RestoreTrace {
  /** Absolute path that was restored to. */
  readonly target: string;
  /** From there to the directory that holds the workspace; names as rsync escapes them. */
  readonly directory: readonly string[];
  readonly workspace: string;
}

/**
 * Takes a restore back: what it brought goes, what it replaced returns.
 *
 * @returns paths, from the traces' directories, of what was changed since, and so was left
 */
export async function undoRestore(traces: readonly RestoreTrace[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const trace of traces.toReversed()) {
    await withWorkspace(trace, async (target, workspace) => {
      left.push(...(await takeBack(target, workspace)));
      await checkEmptied(workspace);
    });
  }
  return left;
}

/** Nobody wants it undone any more: what was replaced is removed. */
export async function finishRestore(traces: readonly RestoreTrace[]): Promise<void> {
  for (const trace of traces) await withWorkspace(trace, () => Promise.resolve());
}

/**
 * What a restore that was killed had begun in this directory is taken back; what one that was done had kept for an undo
 * that can no longer be asked for is removed.
 *
 * @returns true: there was something.
 */
export async function takeBackAbandoned(target: OpenedDirectory): Promise<boolean> {
  let found = false;
  for (const name of await readdir(directoryPath(target.handle))) {
    if (!name.startsWith(WORKSPACE_PREFIX)) continue;
    const workspace = await openWorkspace(target, name);
    if (workspace === null) continue;
    if (!(await isAbandoned(workspace.directory))) {
      await workspace.close();
      continue;
    }
    await useAndRemove(workspace, async () => {
      if ((await placedAt(workspace.directory)) !== null) return;
      await takeBack(target, workspace);
      await checkEmptied(workspace);
    });
    found = true;
  }
  return found;
}

async function withWorkspace(
  { target: path, directory, workspace: name }: RestoreTrace,
  work: (target: OpenedDirectory, workspace: RestoreWorkspace) => Promise<void>,
): Promise<void> {
  const above = path.split('/').filter((part) => part !== '');
  const names = [...above.map((part) => Buffer.from(part)), ...directory.map(unescapeName)];
  const target = await openDirectory('/', names);
  try {
    const workspace = await openWorkspace(target, name);
    if (workspace === null) return;
    await keepTimes(target, () => useAndRemove(workspace, () => work(target, workspace)));
  } finally {
    await target.close();
  }
}

/** Where `work` fails, what was replaced is still in there. */
async function useAndRemove(workspace: RestoreWorkspace, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await workspace.close();
    throw error;
  }
  await workspace.remove();
}

/** Nothing of a person's is removed with the workspace, whatever else went wrong. */
async function checkEmptied({ aside, name }: RestoreWorkspace): Promise<void> {
  if ((await readdir(directoryPath(aside.handle))).length === 0) return;
  throw new BackupError({
    code: 'restore-stuck',
    title: 'Not everything that a restore had replaced could be put back.',
    advice: `What is missing is in “${name}/aside” where files were restored; move it back from there.`,
  });
}

async function takeBack(
  target: OpenedDirectory,
  workspace: RestoreWorkspace,
): Promise<readonly string[]> {
  const journal = await readJournal(workspace.directory, target);
  if (journal === null) return [];
  const end = await placedAt(workspace.directory);
  return undoSteps(target, workspace, journal.steps, ({ handle }, name) =>
    Promise.resolve(end === null || !isChangedSince(entryPath(handle, name), end)),
  );
}

/** True: the entry, or something in it, was changed after `end`, in milliseconds since the epoch. */
function isChangedSince(path: Buffer, end: number): boolean {
  const stats = lstatSync(path);
  if (stats.ctimeMs > end) return true;
  if (!stats.isDirectory()) return false;
  const directory = TreeDirectory.open(path);
  try {
    return directory.names().some((name) => isChangedSince(directory.path(name), end));
  } finally {
    directory.close();
  }
}
