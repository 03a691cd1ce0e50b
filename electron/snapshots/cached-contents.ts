import type {
  OpenTree,
  SnapshotContents,
  SnapshotPlace,
} from '../../main/engine/snapshot-contents.js';

/** Folders that are remembered, the last ones that were looked into. */
const REMEMBERED = 40;

/** Snapshots do not change: what was listed over a connection is not asked for again. */
export function cachedContents(contents: SnapshotContents): SnapshotContents {
  const folders = new Map<string, OpenTree>();
  return {
    ...contents,
    look: async (places, depth, signal) => {
      if (depth !== 'inside') return contents.look(places, depth, signal);
      const missing = places.filter((place) => !folders.has(keyOf(place)));
      const fresh = missing.length === 0 ? null : await contents.look(missing, depth, signal);
      const known = new Map<string, OpenTree>();
      for (const key of places.map(keyOf)) {
        const open = folders.get(key) ?? fresh;
        if (open !== null) known.set(key, open);
        // The one that was used last is forgotten last.
        folders.delete(key);
        if (open !== null) folders.set(key, open);
      }
      for (const key of [...folders.keys()].slice(0, -REMEMBERED)) folders.delete(key);
      return (snapshot, names) => known.get(keyOf({ snapshot, names }))?.(snapshot, names) ?? null;
    },
  };
}

function keyOf({ snapshot, names }: SnapshotPlace): string {
  return [snapshot.name, ...names.map((name) => Buffer.from(name).toString('latin1'))].join('/');
}
