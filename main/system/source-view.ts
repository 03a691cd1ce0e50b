import { mkdir, stat } from 'node:fs/promises';
import { isInside } from '../domain/path-containment.js';
import { EXCLUDED_ROOTS } from '../domain/rsync-arguments.js';
import { BackupError } from '../shared/backup-error.js';
import { readMounts } from './mount-table.js';
import { openDirectory, type OpenedDirectory } from './opened-directory.js';
import { refuseLinks } from './refuse-links.js';
import { runCommand } from './run-command.js';

/** Empty on the machine itself. */
export const SOURCE_VIEW = '/run/rsync-system-backup/view';

/**
 * Shows a source a second time, read-only and without following symbolic links, at a place that only root may enter.
 *
 * Whoever owns directories in the source can put a symbolic link in the place of one between rsync's listing it and
 * rsync's reading it, and would find anybody's files in the backup, as their own. Here that leads nowhere. To be called in a
 * mount namespace of one's own, before anything else is mounted.
 *
 * @param source absolute path without symbolic links
 * @param multiFs true: what is mounted in the source is protected as well
 * @returns where the root directory is seen: the source is at its own path below
 * @throws BackupError `source-not-protected`
 */
export async function viewSource(source: string, multiFs: boolean): Promise<string> {
  await mkdir(SOURCE_VIEW, { recursive: true, mode: 0o700 });
  await mount(['-t', 'tmpfs', '-o', 'mode=700,size=1M,nosuid,nodev,noexec', 'tmpfs', SOURCE_VIEW]);
  const names = source.split('/').filter((name) => name !== '');
  const directory = await openDirectory(
    '/',
    names.map((name) => Buffer.from(name)),
  );
  try {
    await show(directory, [SOURCE_VIEW, ...names].join('/'), multiFs);
  } finally {
    await directory.close();
  }
  return SOURCE_VIEW;
}

async function show({ handle }: OpenedDirectory, place: string, multiFs: boolean): Promise<void> {
  await mkdir(place, { recursive: true, mode: 0o700 });
  // The directory that was opened, whatever its path leads to by now.
  await mount(['--no-canonicalize', '--rbind', '/proc/self/fd/3', place], [handle.fd]);
  const [shown, meant] = [await stat(place), await handle.stat()];
  if (shown.dev !== meant.dev || shown.ino !== meant.ino) throw notProtected('');
  const mounts = multiFs ? await mountPointsBelow(place) : [place];
  for (const mountPoint of mounts) await refuseLinks(mountPoint, 'ro');
}

/** What is never read may as well be something that only gets mounted when it is touched. */
async function mountPointsBelow(place: string): Promise<readonly string[]> {
  const points = (await readMounts()).map(({ mountPoint }) => mountPoint);
  const unread = EXCLUDED_ROOTS.map((directory) => `${SOURCE_VIEW}${directory}`);
  const below = points.filter((point) => isInside(point, place));
  return [...new Set(below.filter((point) => !unread.some((root) => isInside(point, root))))];
}

async function mount(args: readonly string[], descriptors: readonly number[] = []): Promise<void> {
  const { exitCode, complaint } = await runCommand('mount', args, { descriptors });
  if (exitCode !== 0) throw notProtected(complaint);
}

function notProtected(detail: string): BackupError {
  return new BackupError({
    code: 'source-not-protected',
    title: 'The source could not be protected from changes that are made while it is read.',
    advice: 'The details have the answer of mount.',
    detail,
  });
}
