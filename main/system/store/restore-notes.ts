import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../error-code.js';
import { writeFileAtomically } from '../write-file-atomically.js';
import type { RestoreTrace } from './undo-restore.js';

/**
 * Notes where a restore keeps what it replaces, before it replaces anything: so it is found when the restore was killed.
 *
 * @param notes absolute path of a directory of the person's, which need not exist
 */
export async function noteRestore(notes: string, trace: RestoreTrace): Promise<void> {
  await mkdir(notes, { recursive: true, mode: 0o700 });
  await writeFileAtomically(noteOf(notes, trace), `${JSON.stringify(trace)}\n`, true);
}

export async function forgetRestore(notes: string, trace: RestoreTrace): Promise<void> {
  await rm(noteOf(notes, trace), { force: true });
}

/** Paths of notes, each of one restore. */
export async function restoreNotes(notes: string): Promise<readonly string[]> {
  const names = await namesIn(notes);
  return names
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(notes, name));
}

const SUFFIX = '.json';

function noteOf(notes: string, { workspace }: RestoreTrace): string {
  return join(notes, `${workspace}${SUFFIX}`);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** null: it is no note. */
export async function readRestoreNote(path: string): Promise<RestoreTrace | null> {
  try {
    const note = JSON.parse(await readFile(path, 'utf8')) as Partial<RestoreTrace> | null;
    const { target, directory, workspace } = note ?? {};
    const isNote = typeof target === 'string' && typeof workspace === 'string';
    return isNote && Array.isArray(directory) ? { target, directory, workspace } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
