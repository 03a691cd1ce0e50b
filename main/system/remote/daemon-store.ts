import { formatDestination, type DaemonDestination } from '../../domain/destination.js';
import { snapshotModule } from '../../domain/daemon-snapshots.js';
import { parseSnapshotName } from '../../domain/snapshot-name.js';
import type { Store } from '../../engine/ports.js';
import type { SnapshotEntry } from '../../engine/ports-contents.js';
import { leftToDaemon } from '../../domain/left-to-daemon.js';
import { daemonContents } from './daemon-contents.js';
import { listDaemon } from './list-daemon.js';
import { pathIn } from './look-at-daemon.js';
import type { RemoteOptions } from './remote-options.js';

/** The snapshots that an rsync daemon shows, to look at and to restore. What changes them is refused. */
export function openDaemonStore(
  destination: DaemonDestination,
  options: RemoteOptions,
  signal: AbortSignal = new AbortController().signal,
): Store {
  const module = snapshotModule(destination);
  const parent = formatDestination(module.place);
  const latest = formatDestination(destination);
  let known: readonly SnapshotEntry[] | null = null;
  const list = async (): Promise<readonly SnapshotEntry[]> => {
    const start = Buffer.from(pathIn(module, ''));
    const lines = await listDaemon(module, options, [start], false, signal);
    const names = lines.flatMap(({ kind, path }) =>
      kind === 'd' && path.length > start.length ? [path.slice(start.length)] : [],
    );
    return names
      .filter((name) => parseSnapshotName(name) !== null)
      .toSorted()
      .map((name) => ({ name, path: `${parent}/${name}`, method: 'hard-links' }));
  };
  const snapshots = async (): Promise<readonly SnapshotEntry[]> => (known ??= await list());
  const refuse = (): Promise<never> => Promise.reject(leftToDaemon(latest));
  return {
    latest,
    parent,
    host: destination.hostname,
    ...{ isHere: false, isReadOnly: true },
    contents: daemonContents(module, options),
    receiver: () => {
      throw leftToDaemon(latest);
    },
    inspect: async () => {
      known = null;
      const names = (await snapshots()).map(({ name }) => name);
      // Whether there is a backup besides them is no question when they are looked at.
      return { latest: 'filled', marker: null, snapshots: names };
    },
    snapshots,
    isTaken: async (name) => (await snapshots()).some((entry) => entry.name === name),
    snapshotMethod: () => Promise.resolve('hard-links'),
    // The catalog there is for whoever keeps it.
    runs: () => Promise.resolve([]),
    snapshotRecords: () => Promise.resolve(new Map()),
    readChangeLog: () => Promise.resolve(null),
    ...{ probe: refuse, create: refuse, lock: refuse, writeMarker: refuse, sweep: refuse },
    ...{
      freeSpace: refuse,
      verifyAlive: refuse,
      flush: refuse,
      keptInodes: refuse,
      detach: refuse,
    },
    ...{ createSnapshot: refuse, removeSnapshot: refuse, saveRun: refuse, openChangeLog: refuse },
    saveSnapshotRecord: refuse,
    close: () => Promise.resolve(),
  };
}
