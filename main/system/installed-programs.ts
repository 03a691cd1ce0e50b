import { access, constants } from 'node:fs/promises';
import { BackupError } from '../shared/backup-error.js';
import { errorCode } from './error-code.js';

/** Commands are found here and nowhere else, whatever the caller's environment says. */
export const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @throws BackupError `command-missing` */
export async function checkInstalled(program: string): Promise<void> {
  if (!(await isInstalled(program))) throw commandMissing(program, SEARCH_PATH);
}

export async function isInstalled(program: string): Promise<boolean> {
  for (const directory of SEARCH_PATH.split(':')) {
    if (await isExecutable(`${directory}/${program}`)) return true;
  }
  return false;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return false;
  }
}

export function commandMissing(program: string, detail: string): BackupError {
  return new BackupError({
    code: 'command-missing',
    title: `The program “${program}” is not installed.`,
    advice: `Install it with your package manager and start again.`,
    detail,
  });
}
