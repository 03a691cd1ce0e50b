import type { SnapshotEntry } from '../../engine/ports.js';
import type { SnapshotContents } from '../../engine/snapshot-contents.js';
import { directoryPath } from '../opened-directory.js';
import { keepTimes } from '../store/keep-times.js';
import { markOwner } from '../store/restore-journal.js';
import { openRestoreTarget } from '../store/restore-target.js';
import { createWorkspace } from '../store/restore-workspace.js';
import { takeBackAbandoned } from '../store/undo-restore.js';
import { fetchRemotely, type RemoteSender } from './fetch-remotely.js';
import { indexRemotely } from './index-remotely.js';
import { listRemotely, pairRemotely, readRemotely } from './list-remotely.js';
import type { RemoteMachine } from './remote-machine.js';

/**
 * What is in snapshots of another machine.
 *
 * @param senderOf a snapshot
 */
export function remoteContents(
  machine: RemoteMachine,
  senderOf: (snapshot: SnapshotEntry) => RemoteSender,
): SnapshotContents {
  return {
    look: (places, depth, signal) => listRemotely(machine, places, depth, signal),
    pair: (before, after, signal) => pairRemotely(machine, before, after, signal),
    index: (snapshots, signal) => indexRemotely(machine, snapshots, signal),
    read: (place, bytes, signal) => readRemotely(machine, place, bytes, signal),
    withItems: async (snapshot, items, path, work, signal) => {
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
            return await work(`${directoryPath(workspace.copies.handle)}/.`, true);
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
