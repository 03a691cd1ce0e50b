import type { SnapshotContents, SnapshotEntry } from '../../engine/ports-contents.js';
import { fetchRemotely, type RemoteSender } from './fetch-remotely.js';
import { indexRemotely } from './index-remotely.js';
import { listRemotely, pairRemotely, readRemotely } from './list-remotely.js';
import type { RemoteMachine } from './remote-machine.js';
import { withFetched } from './with-fetched.js';

/**
 * What is in snapshots of another machine.
 *
 * @param senderOf a snapshot
 */
export function remoteContents(
  machine: RemoteMachine,
  senderOf: (snapshot: SnapshotEntry) => RemoteSender,
): SnapshotContents {
  const look: SnapshotContents['look'] = (places, depth, signal) =>
    listRemotely(machine, places, depth, signal);
  return {
    look,
    pair: (before, after, signal) => pairRemotely(machine, before, after, signal),
    index: (snapshots, signal) => indexRemotely(machine, snapshots, signal),
    read: (place, bytes, signal) => readRemotely(machine, place, bytes, signal),
    withItems: (snapshot, items, target, work, signal, onProgress, onPlace) =>
      withFetched(
        target,
        (into) => {
          const order = { snapshot, items, into, place: target };
          return fetchRemotely(look, senderOf(snapshot), order, signal, onProgress);
        },
        work,
        onPlace,
      ),
  };
}
