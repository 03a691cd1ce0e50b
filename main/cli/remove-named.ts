import { checkRemovable, removeSnapshots } from '../engine/remove-snapshots.js';
import type { OpenDestination } from '../engine/use-destination.js';
import { BackupError } from '../shared/backup-error.js';
import { isGone, type Removal } from '../shared/removal.js';
import type { VerbOutput } from './verb-output.js';

/**
 * Removes snapshots by their whole names: the beginning of one may mean another by tomorrow. Says which have gone, also where
 * not all have.
 *
 * @throws BackupError before any is removed where one is pinned or not there
 */
export async function removeNamed(
  names: readonly string[],
  destination: OpenDestination,
  tell: VerbOutput,
): Promise<void> {
  await checkRemovable(destination.store, names);
  const removals = await removeSnapshots(destination, names);
  const gone = removals.filter(isGone).map(({ snapshot }) => `“${snapshot}”`);
  if (gone.length > 0) tell.done(`Removed ${gone.join(', ')}.`);
  destination.context.signal.throwIfAborted();
  const left = removals.find((removal) => !isGone(removal));
  if (left !== undefined) throw notRemoved(left);
}

function notRemoved({ snapshot, failure }: Removal): BackupError {
  return new BackupError({
    code: failure?.code ?? 'snapshot-changed',
    title:
      failure === null
        ? `“${snapshot}” was pinned or removed by somebody else meanwhile.`
        : `“${snapshot}” could not be removed: ${failure.title}`,
    advice: failure?.advice ?? 'Look at the list again with --list.',
    detail: failure?.detail ?? '',
  });
}
