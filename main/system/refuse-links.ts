import { readFile } from 'node:fs/promises';
import { BackupError } from '../shared/backup-error.js';
import { runCommand } from './run-command.js';

/** Beside links, what nobody needs while a backup is made. */
const OPTIONS = 'remount,bind,nosuid,nodev,noexec,nosymfollow';

/**
 * From now on nothing below `directory` that is reached by its path is followed through a symbolic link, whoever makes one
 * meanwhile: mount(8), nosymfollow. To be called only in a mount namespace of one's own.
 *
 * @param directory a mount point, or a directory that becomes one
 * @param access `ro`: nothing below is written to either
 * @throws BackupError `links-not-refused` where the kernel cannot do that (before Linux 5.10)
 */
export async function refuseLinks(directory: string, access: 'rw' | 'ro' = 'rw'): Promise<void> {
  if ((await mountOptions(directory)) === null) {
    await mount(['--bind', '--', directory, directory], directory);
  }
  // The options that fstab(5) has for it are for the file system, and have been used.
  await mount(
    ['--options-source', 'disable', '-o', `${OPTIONS},${access}`, '--', directory],
    directory,
  );
  if ((await mountOptions(directory))?.includes('nosymfollow') !== true)
    throw notRefused(directory);
}

/** As refuseLinks while `work` lasts. Nothing of the directory is held in use afterwards, wherever it is then unmounted. */
export async function withoutLinks<T>(directory: string, work: () => Promise<T>): Promise<T> {
  await refuseLinks(directory);
  try {
    return await work();
  } finally {
    await runCommand('umount', ['--lazy', '--', directory]);
  }
}

async function mount(args: readonly string[], directory: string): Promise<void> {
  const { exitCode, complaint } = await runCommand('mount', args);
  if (exitCode !== 0) throw notRefused(directory, complaint);
}

/** proc(5), /proc/PID/mountinfo: the sixth field of the last mount at that place; null: nothing is mounted there. */
async function mountOptions(directory: string): Promise<readonly string[] | null> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const fields = lines.map((line) => line.split(' '));
  const mounts = fields.filter(([, , , , point]) => point === escapeOctal(directory));
  return mounts.at(-1)?.[5]?.split(',') ?? null;
}

function escapeOctal(path: string): string {
  return path.replace(
    /[ \t\n\\]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}

function notRefused(directory: string, detail = ''): BackupError {
  return new BackupError({
    code: 'links-not-refused',
    title: `“${directory}” could not be protected from symbolic links that somebody makes while it is used.`,
    advice: 'That takes Linux 5.10 or later, and a mount(8) that knows “nosymfollow”.',
    detail,
  });
}
