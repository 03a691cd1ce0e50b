import type { SnapshotContents } from '../../engine/ports-contents.js';
import { TreeDirectory } from '../tree-directory.js';
import { readBeginning } from '../read-beginning.js';
import { buildSearchIndex } from './build-search-index.js';

/** What is in snapshots of this machine. */
export const localContents: SnapshotContents = {
  look: () => Promise.resolve(({ path }, names) => TreeDirectory.find(path, names)),
  pair: (before, after) => {
    const one = TreeDirectory.open(before.path);
    try {
      return Promise.resolve([one, TreeDirectory.open(after.path)]);
    } catch (error) {
      one.close();
      throw error;
    }
  },
  index: buildSearchIndex,
  read: async ({ snapshot, names }, bytes) => {
    const directory = TreeDirectory.find(snapshot.path, names.slice(0, -1));
    if (directory === null) return null;
    try {
      return await readBeginning(directory, names.at(-1) ?? new Uint8Array(), bytes);
    } finally {
      directory.close();
    }
  },
  withItems: (snapshot, _items, _target, work) => work(snapshot.path, null),
};
