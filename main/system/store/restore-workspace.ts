import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import { directoryPath, entryPath, openInside, type OpenedDirectory } from '../opened-directory.js';
import { runCommand } from '../run-command.js';

/** A directory inside the target that only root may enter: what is in it is as far from others as if it were elsewhere. */
export interface RestoreWorkspace {
  /** A new directory in it. */
  readonly add: (name: string) => Promise<OpenedDirectory>;
  /** Removes it with everything in it. */
  readonly remove: () => Promise<void>;
  readonly directory: OpenedDirectory;
}

/** No digits: rotate-backups searches for a date anywhere in a name. */
const PREFIX = '.rsync-system-backup-restore-';

/**
 * Whoever may write to the target can rename and replace whatever is in it. So the new directory is opened once, looked at,
 * and from then on meant by nothing but its descriptor.
 *
 * @throws BackupError `target-unsuitable`
 */
export async function createWorkspace(target: OpenedDirectory): Promise<RestoreWorkspace> {
  const name = `${PREFIX}${letters()}`;
  await mkdir(entryPath(target.handle, name), { mode: 0o700 });
  const directory = await openInside(target, name);
  await checkPrivate(directory);
  return {
    directory,
    add: async (child) => {
      await mkdir(entryPath(directory.handle, child), { mode: 0o700 });
      return openInside(directory, child);
    },
    remove: async () => {
      try {
        await removeContents(directory);
        await rmdir(entryPath(target.handle, name));
      } catch (error) {
        // Renamed by the target's owner, and empty.
        if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
      } finally {
        await directory.close();
      }
    },
  };
}

async function checkPrivate(directory: OpenedDirectory): Promise<void> {
  const { uid, mode } = await directory.handle.stat();
  const isPrivate = uid === 0 && (mode & 0o7777 & ~0o2000) === 0o700;
  if (isPrivate && (await readdir(directoryPath(directory.handle))).length === 0) return;
  await directory.close();
  throw new BackupError({
    code: 'target-unsuitable',
    title: 'Root cannot have a directory of its own where the files are to be restored.',
    advice: 'Choose a directory on a local disk with a file system of Linux, such as ext4.',
  });
}

async function removeContents({ handle }: OpenedDirectory): Promise<void> {
  const names = await readdir(directoryPath(handle));
  if (names.length === 0) return;
  const paths = names.map((name) => `/proc/self/fd/3/${name}`);
  const args = ['--recursive', '--force', '--one-file-system', '--', ...paths];
  const { exitCode, complaint } = await runCommand('rm', args, { descriptors: [handle.fd] });
  if (exitCode === 0) return;
  throw new BackupError({
    code: 'removal-failed',
    title: `A directory whose name begins with “${PREFIX}” was left behind where files were restored.`,
    advice: 'What was asked for has been done; remove it as root.',
    detail: complaint,
  });
}

function letters(): string {
  return [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
