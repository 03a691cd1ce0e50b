import { readdir } from 'node:fs/promises';
import { lstatSync, type Stats } from 'node:fs';
import { unescapeName } from '../../shared/display-name.js';
import { BackupError } from '../../shared/backup-error.js';
import {
  directoryPath,
  entryPath,
  openDirectory,
  type OpenedDirectory,
} from '../opened-directory.js';
import { TreeDirectory } from '../tree-directory.js';
import { claimWorkspace } from './claim-workspace.js';
import { keepTimes } from './keep-times.js';
import { putAllBeside, undoSteps } from './place-restored.js';
import { isAbandoned, journaledAt, placedAt, readJournal } from './restore-journal.js';
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

/** Nobody says whether what was replaced is still wanted: it comes to stand beside what replaced it. */
export async function leaveRestore(traces: readonly RestoreTrace[]): Promise<void> {
  for (const trace of traces) await withWorkspace(trace, leave);
}

async function leave(target: OpenedDirectory, workspace: RestoreWorkspace): Promise<void> {
  await putAllBeside(target, workspace, await stepsOf(target, workspace));
  await checkEmptied(workspace);
}

/**
 * What a restore that was killed had begun in this directory is taken back; what one that was done had kept for an undo comes
 * to stand beside what replaced it, for nobody said that it is not wanted any more.
 *
 * @returns true: there was something.
 */
export async function takeBackAbandoned(target: OpenedDirectory): Promise<boolean> {
  let found = false;
  for (const name of await readdir(directoryPath(target.handle))) {
    if (!name.startsWith(WORKSPACE_PREFIX)) continue;
    const workspace = await openWorkspace(target, name);
    if (workspace === null) continue;
    if (!(await closingOnError(workspace, () => isOursToSettle(workspace)))) {
      await workspace.close();
      continue;
    }
    await useAndRemove(workspace, async () => {
      if ((await placedAt(workspace.directory)) !== null) return leave(target, workspace);
      await takeBack(target, workspace);
      await checkEmptied(workspace);
    });
    found = true;
  }
  return found;
}

/** What became of a restore, with paths from the trace's directory. */
export type InterruptedRestore =
  /** Somebody is at it, or waits for an undo; or nobody knows what it is about. */
  | { readonly kind: 'in-hand' }
  | { readonly kind: 'nothing' }
  /** It was killed, and has been taken back now, but for what was changed since: beside that is what it had replaced. */
  | { readonly kind: 'taken-back'; readonly paths: readonly string[] }
  /** It was done, and what it replaced is still kept. */
  | { readonly kind: 'done'; readonly paths: readonly string[] };

/** Looks after what a restore that was killed left where it was noted. */
export async function recoverRestore(trace: RestoreTrace): Promise<InterruptedRestore> {
  return withTarget(trace, async (target) => {
    const workspace = await openWorkspace(target, trace.workspace);
    if (workspace === null) return { kind: 'nothing' };
    return closingOnError(workspace, () => recoverIn(target, workspace));
  });
}

async function recoverIn(
  target: OpenedDirectory,
  workspace: RestoreWorkspace,
): Promise<InterruptedRestore> {
  const isLeft = await isOursToSettle(workspace);
  const steps = await stepsOf(target, workspace);
  const paths = steps.map(({ parent, name }) => [...parent, name].join('/'));
  const isDone = (await placedAt(workspace.directory)) !== null;
  const isNeeded = isDone && (await readdir(directoryPath(workspace.aside.handle))).length > 0;
  if (!isLeft || isNeeded) {
    await workspace.close();
    // What cannot be named to anybody is not anybody's to remove.
    return isLeft && paths.length > 0 ? { kind: 'done', paths } : { kind: 'in-hand' };
  }
  const left: string[] = [];
  await keepTimes(target, () =>
    useAndRemove(workspace, async () => {
      if (!isDone) left.push(...(await takeBack(target, workspace)));
      await checkEmptied(workspace);
    }),
  );
  const back = isDone ? [] : paths.filter((path) => !left.includes(path));
  return back.length === 0 ? { kind: 'nothing' } : { kind: 'taken-back', paths: back };
}

/** Nobody is at it, and nobody else comes to it before this has closed it. */
async function isOursToSettle({ directory }: RestoreWorkspace): Promise<boolean> {
  return (await isAbandoned(directory)) && (await claimWorkspace(directory));
}

function inOtherHands(): BackupError {
  return new BackupError({
    code: 'restore-in-hand',
    title: 'Another program settles what this restore has left at this moment.',
    advice: 'Try again when it is done.',
  });
}

async function stepsOf(target: OpenedDirectory, { directory }: RestoreWorkspace) {
  return (await readJournal(directory, target))?.steps ?? [];
}

async function withWorkspace(
  trace: RestoreTrace,
  work: (target: OpenedDirectory, workspace: RestoreWorkspace) => Promise<void>,
): Promise<void> {
  await withTarget(trace, async (target) => {
    const workspace = await openWorkspace(target, trace.workspace);
    if (workspace === null) return;
    if (!(await claimWorkspace(workspace.directory))) {
      await workspace.close();
      throw inOtherHands();
    }
    await keepTimes(target, () => useAndRemove(workspace, () => work(target, workspace)));
  });
}

async function withTarget<T>(
  { target: path, directory }: RestoreTrace,
  work: (target: OpenedDirectory) => Promise<T>,
): Promise<T> {
  const above = path.split('/').filter((part) => part !== '');
  const names = [...above.map((part) => Buffer.from(part)), ...directory.map(unescapeName)];
  const target = await openDirectory('/', names);
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

/** Where `work` fails, what was replaced is still in there. */
async function useAndRemove(workspace: RestoreWorkspace, work: () => Promise<void>): Promise<void> {
  await closingOnError(workspace, work);
  await workspace.remove();
}

async function closingOnError<T>(workspace: RestoreWorkspace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await workspace.close();
    throw error;
  }
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
  const end = await placedAt(workspace.directory);
  const begin = await journaledAt(workspace.directory);
  // Of what was renamed by a restore that did not come to its end, nobody knows when: only what was written is seen.
  const isChanged = (stats: Stats): boolean =>
    end === null ? stats.mtimeMs > (begin ?? 0) : stats.ctimeMs > end;
  const steps = await stepsOf(target, workspace);
  return undoSteps(target, workspace, steps, ({ handle }, name) =>
    Promise.resolve(!hasChanged(entryPath(handle, name), isChanged)),
  );
}

/** True: the entry has, or something in it. */
function hasChanged(path: Buffer, isChanged: (stats: Stats) => boolean): boolean {
  const stats = lstatSync(path);
  if (isChanged(stats)) return true;
  if (!stats.isDirectory()) return false;
  const directory = TreeDirectory.open(path);
  try {
    return directory.names().some((name) => hasChanged(directory.path(name), isChanged));
  } finally {
    directory.close();
  }
}
