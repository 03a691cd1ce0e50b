import { displayName } from '../../shared/display-name.js';
import { errorCode } from '../error-code.js';
import { forgetRestore, readRestoreNote, restoreNotes } from './restore-notes.js';
import { recoverRestore, type InterruptedRestore, type RestoreTrace } from './undo-restore.js';

export interface RecoveredRestores {
  /** Paths of what was half restored, and has been taken back now, as people read them. */
  readonly takenBack: readonly string[];
  /** Of those that were done, and can still be undone. */
  readonly done: readonly DoneRestore[];
  /** Of which nothing could be settled; each is tried again the next time. */
  readonly stuck: readonly StuckRestore[];
}

export interface DoneRestore {
  readonly trace: RestoreTrace;
  /** What was restored: paths from the trace's target, names as rsync escapes them. */
  readonly restored: readonly string[];
}

export interface StuckRestore {
  /** Where what it replaced is kept, or where that is noted; as people read it. */
  readonly path: string;
  readonly complaint: string;
}

/**
 * Looks after restores of which the application or its thread was killed, one by one: what was half done is taken back, and what one
 * that was done had replaced stays until somebody says that it may go.
 *
 * @param notes where they were noted
 */
export async function recoverRestores(notes: string): Promise<RecoveredRestores> {
  const takenBack: string[] = [];
  const done: DoneRestore[] = [];
  const stuck: StuckRestore[] = [];
  for (const note of await restoreNotes(notes)) {
    let path = note;
    try {
      const trace = await readRestoreNote(note);
      if (trace === null) continue;
      path = placeOf(trace);
      const remains = await recoverIfThere(trace);
      const isOver = remains.kind === 'nothing' || remains.kind === 'taken-back';
      if (isOver) await forgetRestore(notes, trace);
      if (!('paths' in remains)) continue;
      const restored = remains.paths.map((name) => [...trace.directory, name].join('/'));
      if (remains.kind === 'done') done.push({ trace, restored });
      else takenBack.push(...restored.map((name) => `${trace.target}/${displayName(name)}`));
    } catch (error) {
      // One that is in a bad way is no reason to leave the others as they are.
      stuck.push({ path, complaint: error instanceof Error ? error.message : String(error) });
    }
  }
  return { takenBack, done, stuck };
}

function placeOf({ target, directory, workspace }: RestoreTrace): string {
  return [target, ...directory.map(displayName), workspace].join('/');
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
