import { displayName } from '../../shared/display-name.js';
import { errorCode } from '../error-code.js';
import { forgetRestore, notedRestores } from './restore-notes.js';
import { recoverRestore, type InterruptedRestore, type RestoreTrace } from './undo-restore.js';

export interface RecoveredRestores {
  /** Paths of what was half restored, and has been taken back now, as people read them. */
  readonly takenBack: readonly string[];
  /** Of those that were done, and can still be undone. */
  readonly done: readonly DoneRestore[];
}

export interface DoneRestore {
  readonly trace: RestoreTrace;
  /** What was restored: paths from the trace's target, names as rsync escapes them. */
  readonly restored: readonly string[];
}

/**
 * Looks after restores of which the application or its thread was killed: what was half done is taken back, and what one that
 * was done had replaced stays until somebody says that it may go.
 *
 * @param notes where they were noted
 */
export async function recoverRestores(notes: string): Promise<RecoveredRestores> {
  const takenBack: string[] = [];
  const done: DoneRestore[] = [];
  for (const trace of await notedRestores(notes)) {
    const remains = await recoverIfThere(trace);
    if (remains.kind === 'nothing' || remains.kind === 'taken-back')
      await forgetRestore(notes, trace);
    if (!('paths' in remains)) continue;
    const restored = remains.paths.map((path) => [...trace.directory, path].join('/'));
    if (remains.kind === 'done') done.push({ trace, restored });
    else takenBack.push(...restored.map((path) => `${trace.target}/${displayName(path)}`));
  }
  return { takenBack, done };
}

/** A directory that is away may be on a disk that comes back. */
async function recoverIfThere(trace: RestoreTrace): Promise<InterruptedRestore> {
  try {
    return await recoverRestore(trace);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return { kind: 'in-hand' };
    throw error;
  }
}
