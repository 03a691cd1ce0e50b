import { BackupError } from '../../shared/backup-error.js';
import { errorCode } from '../error-code.js';
import type { OpenedDirectory } from '../opened-directory.js';
import { flushTarget } from './copy-restored.js';
import { placeSteps, prepareSteps, undoSteps } from './place-restored.js';
import type { RestoreGroup } from './restore-plan.js';
import { markPlaced, writeJournal, type JournalStep } from './restore-journal.js';
import type { RestoreWorkspace } from './restore-workspace.js';

/** A directory that is restored into, and where that is prepared. */
export interface Place {
  readonly group: RestoreGroup;
  readonly target: OpenedDirectory;
  readonly workspace: RestoreWorkspace;
}

export interface Placed extends Place {
  readonly steps: readonly JournalStep[];
  readonly kept: readonly string[];
}

/**
 * From here on nothing is cancelled: it takes no time, and is whole or taken back.
 *
 * @param onStuck it is neither, and what was replaced is in the workspaces
 */
export async function placeAll(
  snapshotName: string,
  places: readonly Place[],
  onStuck: () => void,
): Promise<readonly Placed[]> {
  const placed: Placed[] = [];
  try {
    for (const place of places) {
      const { target, workspace, group } = place;
      const prepared = await prepareSteps(target, workspace, group.steps, snapshotName);
      await flushTarget(target);
      await writeJournal(workspace.directory, target, prepared.steps);
      placed.push({ ...place, ...prepared });
      await placeSteps(target, workspace, prepared.steps);
    }
    for (const { target, workspace } of placed) {
      await flushTarget(target);
      await markPlaced(workspace.directory);
    }
    return placed;
  } catch (error) {
    const stuck = await takeBackAll(placed);
    if (stuck.length === 0) throw error;
    onStuck();
    throw stuckRestore(stuck, error);
  }
}

/** Names of the workspaces of which something could not be taken back. */
async function takeBackAll(placed: readonly Placed[]): Promise<readonly string[]> {
  const stuck: string[] = [];
  for (const { target, workspace, steps } of placed.toReversed()) {
    try {
      await undoSteps(target, workspace, steps, () => Promise.resolve(true));
    } catch (error) {
      if (errorCode(error) === null) throw error;
      stuck.push(workspace.name);
    }
  }
  return stuck;
}

function stuckRestore(names: readonly string[], cause: unknown): BackupError {
  return new BackupError({
    code: 'restore-stuck',
    title: 'The restore could neither be finished nor taken back.',
    advice: `What was replaced is in “${names.join('”, “')}” where files were restored; move it back from there.`,
    detail: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
