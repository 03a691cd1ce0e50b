import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import { directoryPath, entryPath, openInside, type OpenedDirectory } from '../opened-directory.js';
import { runCommand } from '../run-command.js';
import { removePaths } from './remove-tree.js';

/** A directory inside the target that nobody else may enter: what is in it is as far from others as if it were elsewhere. */
export interface RestoreWorkspace {
  /** In the target. */
  readonly name: string;
  readonly directory: OpenedDirectory;
  /** What was copied, under its path in the snapshot. */
  readonly copies: OpenedDirectory;
  /** What was there before. */
  readonly aside: OpenedDirectory;
  /** It stays, for an undo. */
  readonly close: () => Promise<void>;
  /** Removes it with everything in it. */
  readonly remove: () => Promise<void>;
}

/** No digits: rotate-backups searches for a date anywhere in a name. */
export const WORKSPACE_PREFIX = '.rsync-system-backup-restore-';

/**
 * Whoever may write to the target can rename and replace whatever is in it. So the new directory is opened once, looked at,
 * and from then on meant by nothing but its descriptor.
 *
 * @throws BackupError `target-unsuitable`
 */
export async function createWorkspace(target: OpenedDirectory): Promise<RestoreWorkspace> {
  const name = `${WORKSPACE_PREFIX}${letters()}`;
  await mkdir(entryPath(target.handle, name), { mode: 0o700 });
  const directory = await openInside(target, name);
  const isEmpty = (await readdir(directoryPath(directory.handle))).length === 0;
  if (!isEmpty || !(await isPrivate(directory))) {
    await directory.close();
    throw unsuitable();
  }
  for (const part of PARTS) await mkdir(entryPath(directory.handle, part), { mode: 0o700 });
  return openParts(target, name, directory);
}

/**
 * One that was left for an undo, or by a restore that was killed.
 *
 * @returns null: there is none of that name that is certainly ours.
 */
export async function openWorkspace(
  target: OpenedDirectory,
  name: string,
): Promise<RestoreWorkspace | null> {
  if (!name.startsWith(WORKSPACE_PREFIX) || name.includes('/')) return null;
  try {
    const directory = await openInside(target, name);
    if (await isPrivate(directory)) return await openParts(target, name, directory);
    await directory.close();
    return null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

const PARTS = ['copies', 'aside'] as const;

async function openParts(
  target: OpenedDirectory,
  name: string,
  directory: OpenedDirectory,
): Promise<RestoreWorkspace> {
  const copies = await openInside(directory, 'copies');
  const aside = await openInside(directory, 'aside');
  const close = async (): Promise<void> => {
    for (const opened of [copies, aside, directory]) await opened.close();
  };
  return {
    ...{ name, directory, copies, aside, close },
    remove: async () => {
      try {
        await removeContents(directory);
        await rmdir(entryPath(target.handle, name));
      } catch (error) {
        // Renamed by the target's owner, and empty.
        if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
      } finally {
        await close();
      }
    },
  };
}

async function isPrivate(directory: OpenedDirectory): Promise<boolean> {
  const { uid, mode } = await directory.handle.stat();
  return uid === process.geteuid?.() && (mode & 0o7777 & ~0o2000) === 0o700;
}

function unsuitable(): BackupError {
  return new BackupError({
    code: 'target-unsuitable',
    title: 'A restore needs a directory of its own where the files go, and cannot have one there.',
    advice: 'Choose a directory on a local disk with a file system of Linux, such as ext4.',
  });
}

async function removeContents({ handle }: OpenedDirectory): Promise<void> {
  const names = await readdir(directoryPath(handle));
  if (names.length === 0) return;
  const paths = names.map((name) => `/proc/self/fd/3/${name}`);
  const result = await removePaths(paths, (program, args) =>
    runCommand(program, args, { descriptors: [handle.fd] }),
  );
  if (result.exitCode === 0) return;
  throw new BackupError({
    code: 'removal-failed',
    title: `A directory whose name begins with “${WORKSPACE_PREFIX}” was left behind where files were restored.`,
    advice: 'What was asked for has been done; remove that directory.',
    detail: result.complaint,
  });
}

function letters(): string {
  return [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
