import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseRotateBackupsIni,
  policyForDirectory,
  type IniPolicy,
  type IniSection,
} from '../domain/rotate-backups-ini.js';
import { BackupError } from '../shared/backup-error.js';
import { errorCode, orWhenMissing } from './error-code.js';

/**
 * What rotate-backups.ini says about a directory of snapshots; null: nothing. The original's places, in its order.
 *
 * @throws BackupError when a file cannot be understood: to guess would remove snapshots.
 */
export async function readRotationSettings(
  directory: string,
  home: string | null,
): Promise<IniPolicy | null> {
  const bases = ['/etc/rotate-backups', ...(home === null ? [] : homeBases(home))];
  const sections: IniSection[] = [];
  for (const base of bases) {
    for (const file of [`${base}.ini`, ...(await filesIn(`${base}.d`))]) {
      sections.push(...(await readSections(file)));
    }
  }
  return policyForDirectory(sections, directory, home);
}

function homeBases(home: string): readonly string[] {
  return [join(home, '.rotate-backups'), join(home, '.config/rotate-backups')];
}

async function filesIn(directory: string): Promise<readonly string[]> {
  const names = await readIfThere(directory, (path) => readdir(path), []);
  return names
    .filter((name) => name.endsWith('.ini'))
    .sort()
    .map((name) => join(directory, name));
}

async function readSections(file: string): Promise<readonly IniSection[]> {
  const text = await readIfThere(file, (path) => readFile(path, 'utf8'), '');
  const sections = parseRotateBackupsIni(text, file);
  if (!sections.ok) throw BackupError.from(sections.failure);
  return sections.value;
}

async function readIfThere<T>(
  path: string,
  read: (path: string) => Promise<T>,
  nothing: T,
): Promise<T> {
  try {
    return await orWhenMissing(() => read(path), nothing);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    throw new BackupError({
      code: 'configuration-unreadable',
      title: `The rotation settings in “${path}” cannot be read.`,
      advice: 'Make them readable, or set $HOME to your own home directory.',
      cause: error,
    });
  }
}
