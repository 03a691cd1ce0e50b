import { constants } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { escapeName, unescapeName } from '../../shared/display-name.js';
import { nameBeside } from '../../domain/restored-name.js';
import { errorCode } from '../error-code.js';
import { entryPath, lstatEntry, type OpenedDirectory } from '../opened-directory.js';
import { keepTimes } from './keep-times.js';
import type { RestoreStep } from './restore-plan.js';
import type { JournalStep } from './restore-journal.js';
import type { RestoreWorkspace } from './restore-workspace.js';
import { nearest, within } from './within-directory.js';

/**
 * Chooses the final names. What came to be in the target since the plan was made is treated as the rule has it: kept where
 * nothing is to be replaced, and never overwritten by something that was to be new.
 *
 * @returns the renames to be made, and the paths in the group's directory of what was left as it is.
 */
export async function prepareSteps(
  target: OpenedDirectory,
  workspace: RestoreWorkspace,
  steps: readonly RestoreStep[],
  snapshotName: string,
): Promise<{ readonly steps: readonly JournalStep[]; readonly kept: readonly string[] }> {
  const prepared: JournalStep[] = [];
  const kept: string[] = [];
  const taken = new Set<string>();
  for (const { entry, parent, existing, isDirectory } of steps) {
    const name = entry.at(-1) ?? new Uint8Array();
    const path = parent.map(escapeName);
    const copy = entry.map(escapeName);
    const stats = await within(workspace.copies, entry.slice(0, -1), ({ handle }) =>
      lstatEntry(handle, name),
    );
    if (stats === null) continue;
    await within(target, parent, async (directory) => {
      const isThere = (await lstatEntry(directory.handle, name)) !== null;
      if (isThere && existing === 'none') {
        kept.push([...path, escapeName(name)].join('/'));
        return;
      }
      // Two items of one name may come from different directories.
      const isTaken = taken.has([...path, escapeName(name)].join('/'));
      const beside = isTaken || (isThere && existing === 'beside');
      const isFree = async (candidate: Uint8Array): Promise<boolean> =>
        !taken.has([...path, escapeName(candidate)].join('/')) &&
        (await lstatEntry(directory.handle, candidate)) === null;
      const final = beside ? await freeName(name, isDirectory, snapshotName, isFree) : name;
      const aside = isThere && !beside ? String(prepared.length) : null;
      taken.add([...path, escapeName(final)].join('/'));
      prepared.push({ parent: path, name: escapeName(final), copy, inode: stats.ino, aside });
    });
  }
  return { steps: prepared, kept };
}

async function freeName(
  name: Uint8Array,
  isDirectory: boolean,
  label: string,
  isFree: (name: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt += 1) {
    const free = nameBeside(name, isDirectory, label, attempt);
    if (await isFree(free)) return free;
  }
}

/**
 * Moves what was copied into the target. rename(2) neither follows a symbolic link nor leaves anything half done; what it
 * could be made to replace in between is the other one's own.
 */
export async function placeSteps(
  target: OpenedDirectory,
  workspace: RestoreWorkspace,
  steps: readonly JournalStep[],
): Promise<void> {
  for (const group of byParent(steps)) {
    const parent = group[0]?.parent.map(unescapeName) ?? [];
    await within(target, parent, (directory) =>
      keepTimes(directory, async () => {
        for (const step of group) await placeStep(directory, workspace, step);
      }),
    );
  }
}

async function placeStep(
  directory: OpenedDirectory,
  workspace: RestoreWorkspace,
  { name, copy, aside }: JournalStep,
): Promise<void> {
  const place = entryPath(directory.handle, unescapeName(name));
  if (aside !== null) await move(place, entryPath(workspace.aside.handle, aside));
  const names = copy.map(unescapeName);
  const last = names.at(-1) ?? new Uint8Array();
  await within(workspace.copies, names.slice(0, -1), ({ handle }) =>
    move(entryPath(handle, last), place),
  );
}

/** Neighbours that go into the same directory. */
function byParent(steps: readonly JournalStep[]): readonly (readonly JournalStep[])[] {
  const groups: JournalStep[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.[0]?.parent.join('/') === step.parent.join('/')) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * Takes the steps back, the last one first, as far as they were taken; what was put in their place since then stays.
 *
 * @param mayUndo false for what is not to be taken away again
 * @returns paths in the target of what was left there.
 */
export async function undoSteps(
  target: OpenedDirectory,
  workspace: RestoreWorkspace,
  steps: readonly JournalStep[],
  mayUndo: (directory: OpenedDirectory, name: Uint8Array) => Promise<boolean>,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const [index, step] of [...steps.entries()].toReversed()) {
    const name = unescapeName(step.name);
    const done = await nearest(target, step.parent.map(unescapeName), (directory, isWhole) =>
      keepTimes(directory, async () => {
        if (!isWhole) {
          // The folder has gone since, and what was restored with it: what was replaced comes back as near as can be.
          if (step.aside !== null) await putBack(directory, workspace, step.aside, name);
          return step.aside === null;
        }
        const isOurs = (await lstatEntry(directory.handle, name))?.ino === step.inode;
        if (isOurs && !(await mayUndo(directory, name))) {
          if (step.aside !== null) await putBack(directory, workspace, step.aside, name);
          return false;
        }
        const removed = `undone-${String(index)}`;
        if (isOurs) {
          await move(
            entryPath(directory.handle, name),
            entryPath(workspace.directory.handle, removed),
          );
        }
        return step.aside === null || (await putBack(directory, workspace, step.aside, name));
      }),
    );
    if (!done) left.push([...step.parent, step.name].join('/'));
  }
  return left;
}

/** What was replaced comes to stand beside what replaced it. */
export async function putAllBeside(
  target: OpenedDirectory,
  workspace: RestoreWorkspace,
  steps: readonly JournalStep[],
): Promise<void> {
  for (const { parent, name, aside } of steps) {
    if (aside === null) continue;
    await nearest(target, parent.map(unescapeName), (directory) =>
      keepTimes(directory, () => putBack(directory, workspace, aside, unescapeName(name))),
    );
  }
}

/** False: something else has the name by now, so that it got another one. */
async function putBack(
  directory: OpenedDirectory,
  { aside }: RestoreWorkspace,
  number: string,
  name: Uint8Array,
): Promise<boolean> {
  const stats = await lstatEntry(aside.handle, Buffer.from(number));
  // It had not been moved yet.
  if (stats === null) return true;
  const isFree = async (candidate: Uint8Array): Promise<boolean> =>
    (await lstatEntry(directory.handle, candidate)) === null;
  const free = (await isFree(name))
    ? name
    : await freeName(name, stats.isDirectory(), 'before the restore', isFree);
  await move(entryPath(aside.handle, number), entryPath(directory.handle, free));
  return free === name;
}

/** A directory that its owner may not write to cannot be moved by them: its `..` changes. */
async function move(from: Buffer, to: Buffer): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EACCES' || process.geteuid?.() === 0) throw error;
    const directory = await open(from, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      const { mode } = await directory.stat();
      if ((mode & 0o200) !== 0) throw error;
      await directory.chmod((mode & 0o7777) | 0o200);
      try {
        await rename(from, to);
      } finally {
        await directory.chmod(mode & 0o7777);
      }
    } finally {
      await directory.close();
    }
  }
}

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
