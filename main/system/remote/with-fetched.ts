import type { Discard, OnPlace } from '../../engine/ports-contents.js';
import { directoryPath, type OpenedDirectory } from '../opened-directory.js';
import { keepTimes } from '../store/keep-times.js';
import { markOwner } from '../store/restore-journal.js';
import { openRestoreTarget } from '../store/restore-target.js';
import { createWorkspace } from '../store/restore-workspace.js';
import { takeBackAbandoned } from '../store/undo-restore.js';

/**
 * Brings something from another machine into a directory of its own at the target, does `work` with it, and discards it.
 *
 * @param path of the target, an existing directory
 * @param onPlace told the name of that directory before anything comes into it
 */
export async function withFetched<T>(
  path: string,
  fetch: (into: OpenedDirectory) => Promise<void>,
  work: (directory: string, discard: Discard) => Promise<T>,
  onPlace?: OnPlace,
): Promise<T> {
  const target = await openRestoreTarget(path, { destination: null, device: null });
  try {
    return await keepTimes(target, async () => {
      // What a restore left that was killed.
      await takeBackAbandoned(target);
      const workspace = await createWorkspace(target);
      let isThere = true;
      const discard = async (): Promise<void> => {
        if (isThere) await workspace.remove();
        isThere = false;
      };
      try {
        await markOwner(workspace.directory);
        await onPlace?.(workspace.name);
        await fetch(workspace.copies);
        return await work(`${directoryPath(workspace.copies.handle)}/.`, discard);
      } finally {
        await discard();
      }
    });
  } finally {
    await target.close();
  }
}
