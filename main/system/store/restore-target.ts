import { statfs } from 'node:fs/promises';
import { isInside } from '../../domain/path-containment.js';
import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import { directoryPath, openDirectory, type OpenedDirectory } from '../opened-directory.js';

/** Where nothing is restored to: what the kernel and the system make themselves, and the backup. */
export interface ForbiddenPlaces {
  /** The destination's mount point, or where there is none the directory that holds the snapshots; null: on another machine. */
  readonly destination: string | null;
  /** stat(2), st_dev of the destination's own file system; null: it shares it with others. */
  readonly device: number | null;
}

const SYSTEM_DIRECTORIES = ['/dev', '/proc', '/run', '/sys'];

/** statfs(2): PROC_SUPER_MAGIC and SYSFS_MAGIC, wherever they are mounted. */
const SYSTEM_FILE_SYSTEMS: ReadonlySet<number> = new Set([0x9fa0, 0x62656572]);

/**
 * Opens the directory to restore into, name by name from `/`, so that no symbolic link leads anywhere else.
 *
 * @throws BackupError `invalid-target`, `target-missing`, `target-forbidden`
 */
export async function openRestoreTarget(
  path: string,
  forbidden: ForbiddenPlaces,
): Promise<OpenedDirectory> {
  const names = namesOf(path);
  const { destination } = forbidden;
  const places = [...SYSTEM_DIRECTORIES, ...(destination === null ? [] : [destination])];
  if (places.some((place) => isInside(path, place))) throw forbiddenTarget(path);
  const target = await open(path, names);
  try {
    const { dev } = await target.handle.stat();
    const { type } = await statfs(directoryPath(target.handle));
    if (dev === forbidden.device || SYSTEM_FILE_SYSTEMS.has(type)) throw forbiddenTarget(path);
    return target;
  } catch (error) {
    await target.close();
    throw error;
  }
}

function namesOf(path: string): readonly Uint8Array[] {
  if (path === '/') return [];
  const names = path.startsWith('/') ? path.slice(1).split('/') : [''];
  const isPlain = names.every((name) => !['', '.', '..'].includes(name) && !name.includes('\0'));
  if (isPlain) return names.map((name) => Buffer.from(name));
  throw new BackupError({
    code: 'invalid-target',
    title: `“${path}” is no absolute path without “.”, “..” and “//”.`,
    advice: 'Choose a directory to restore into.',
  });
}

async function open(path: string, names: readonly Uint8Array[]): Promise<OpenedDirectory> {
  try {
    return await openDirectory('/', names);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(errorCode(error) ?? ''))
      throw error;
    throw new BackupError({
      code: 'target-missing',
      title: `There is no directory “${path}”, or the way to it leads over a symbolic link.`,
      advice: 'Choose a directory that exists, by its real path.',
      cause: error,
    });
  }
}

function forbiddenTarget(path: string): BackupError {
  return new BackupError({
    code: 'target-forbidden',
    title: `Nothing is restored to “${path}”: it belongs to the system itself or to the backup.`,
    advice: 'Choose another directory.',
  });
}
