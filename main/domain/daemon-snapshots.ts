import { parentDirectory, type DaemonDestination } from './destination.js';

/** A directory of an rsync daemon's module in which snapshots lie. */
export interface SnapshotModule {
  /** Of which `directory` is the one that holds the snapshots; empty: the module's root. */
  readonly place: DaemonDestination;
  /** True: not the module that is backed up to, which is `latest` itself, but another one that shows what lies beside it. */
  readonly isBeside: boolean;
}

/** After the name of a module that is backed up to: the module, to read only, in whose directory the snapshots lie. */
const BESIDE = '-snapshots';

/**
 * Where the snapshots of what is backed up to a daemon are to be seen: in the module, beside the directory that is backed
 * up to. A module that is that directory has nothing beside it, so that another one is needed, by a name that can be known.
 */
export function snapshotModule(destination: DaemonDestination): SnapshotModule {
  const directory = destination.directory.replace(/^\/+|\/+$/g, '');
  if (directory === '') {
    const module = `${destination.module}${BESIDE}`;
    return { place: { ...destination, module, directory }, isBeside: true };
  }
  const parent = directory.includes('/') ? parentDirectory({ ...destination, directory }) : '';
  return { place: { ...destination, directory: parent ?? '' }, isBeside: false };
}
