import { parseSnapshotPath } from '../../main/domain/snapshot-path.js';
import { findSnapshot } from '../../main/engine/change-snapshots.js';
import type { Depth, PathNames, Tree } from '../../main/engine/snapshot-contents.js';
import { completeDescription } from '../../main/index.js';
import { BackupError } from '../../main/shared/backup-error.js';
import { createRunContext, type RunContext } from '../../main/engine/run-context.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { displayName } from '../../main/shared/display-name.js';
import { openStore, portsFor } from './open-stores.js';
import type { WorkPlace } from './work-contract.js';

/** For what is changed in a destination that is open already. */
export function changeContext(
  place: WorkPlace,
  signal: AbortSignal,
  emit: (event: RunEvent) => void = () => undefined,
): RunContext {
  const { source, destination, destinationId } = place;
  const description = completeDescription({ source, destination, destinationId });
  return createRunContext(description, portsFor(place), emit, signal);
}

/**
 * A folder of a snapshot, or without one of what is there now; null: there is none.
 *
 * @param snapshot its name
 */
export async function lookInto(
  place: WorkPlace,
  snapshot: string | null,
  names: PathNames,
  signal: AbortSignal,
  depth: Depth = 'inside',
): Promise<Tree | null> {
  if (snapshot === null) return lookNow(place, names);
  const store = await openStore(place);
  const entry = await findSnapshot(store, snapshot);
  const open = await store.contents.look([{ snapshot: entry, names }], depth, signal);
  return open(entry, names);
}

/** What is there now is on this machine. */
export function lookNow({ source }: WorkPlace, names: PathNames): TreeDirectory | null {
  return TreeDirectory.find(source, names);
}

export function namesOf(path: string): readonly Uint8Array[] {
  const names = parseSnapshotPath(path);
  if (names !== null) return names;
  throw new BackupError({
    code: 'invalid-path',
    title: `“${displayName(path)}” is no path in a snapshot.`,
    advice: 'Choose something that is listed.',
  });
}

export function folderMissing(names: readonly Uint8Array[]): BackupError {
  return new BackupError({
    code: 'folder-missing',
    title:
      names.length === 0
        ? 'This is not there any more.'
        : 'This folder does not exist at this time.',
    advice: 'Choose another time, or go to a folder above.',
  });
}
