import { parseSnapshotPath } from '../../main/domain/snapshot-path.js';
import { findSnapshot } from '../../main/engine/change-snapshots.js';
import type { Store } from '../../main/engine/ports.js';
import { completeDescription } from '../../main/index.js';
import { BackupError } from '../../main/shared/backup-error.js';
import { createRunContext, type RunContext } from '../../main/engine/run-context.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { localPorts } from '../../main/system/local-ports.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { displayName } from '../../main/shared/display-name.js';
import type { WorkPlace } from './work-contract.js';

const PORTS = localPorts({ ionice: null, askPassphrase: null });

export function openStore({ destination }: WorkPlace): Promise<Store> {
  return PORTS.openStore(destination);
}

/** For what is changed in a destination that is open already. */
export function changeContext(
  place: WorkPlace,
  signal: AbortSignal,
  emit: (event: RunEvent) => void = () => undefined,
): RunContext {
  const { source, destination, destinationId } = place;
  const description = completeDescription({ source, destination, destinationId });
  return createRunContext(description, PORTS, emit, signal);
}

/** Absolute path of a snapshot, or of what is backed up. */
export async function rootOf(place: WorkPlace, snapshot: string | null): Promise<string> {
  if (snapshot === null) return place.source;
  return (await findSnapshot(await openStore(place), snapshot)).path;
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

/** Does `work` with a directory of a snapshot, or of what is there now. */
export async function inFolder<T>(
  root: string,
  names: readonly Uint8Array[],
  work: (directory: TreeDirectory) => Promise<T>,
): Promise<T> {
  const directory = TreeDirectory.find(root, names);
  if (directory === null) throw folderMissing(names);
  try {
    return await work(directory);
  } finally {
    directory.close();
  }
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
