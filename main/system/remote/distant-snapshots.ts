import type { DistantSnapshots, SnapshotEntry } from '../../engine/ports.js';
import { directoryPath } from '../opened-directory.js';
import { keepTimes } from '../store/keep-times.js';
import { markOwner } from '../store/restore-journal.js';
import { openRestoreTarget } from '../store/restore-target.js';
import { createWorkspace } from '../store/restore-workspace.js';
import { takeBackAbandoned } from '../store/undo-restore.js';
import { fetchRemotely, type RemoteSender } from './fetch-remotely.js';
import { browseRemotely, versionsRemotely } from './remote-contents.js';
import type { RemoteMachine } from './remote-machine.js';

/** @param senderOf a snapshot */
export function distantSnapshots(
  machine: RemoteMachine,
  snapshots: () => Promise<readonly SnapshotEntry[]>,
  senderOf: (snapshot: SnapshotEntry) => RemoteSender,
): DistantSnapshots {
  return {
    browse: (snapshot, names, signal) => browseRemotely(machine, snapshot, names, signal),
    versions: async (names, signal) => versionsRemotely(machine, await snapshots(), names, signal),
    withFetched: async (snapshot, items, path, work, signal) => {
      const target = await openRestoreTarget(path, { destination: null, device: null });
      try {
        return await keepTimes(target, async () => {
          // What a restore left that was killed.
          await takeBackAbandoned(target);
          const workspace = await createWorkspace(target);
          try {
            await markOwner(workspace.directory);
            const sender = senderOf(snapshot);
            await fetchRemotely(machine, sender, snapshot, items, workspace.copies, signal);
            return await work(`${directoryPath(workspace.copies.handle)}/.`);
          } finally {
            await workspace.remove();
          }
        });
      } finally {
        await target.close();
      }
    },
  };
}
