import type { ChangedEntry, Source } from '../../main/engine/ports.js';
import { isInside } from '../../main/domain/path-containment.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { MemoryClock } from './memory-clock.js';
import type { Journal } from './memory-journal.js';
import { treeOf, type Tree } from './memory-tree.js';

/** A directory with change times as a kernel keeps them: by the clock on the wall. */
export interface MemoryDirectory {
  readonly tree: Tree;
  write(name: string, contents: string): void;
  chmod(name: string, mode: number): void;
  remove(name: string): void;
}

export interface MemorySource extends Source {
  /** Puts a directory there. */
  add(path: string, files: Readonly<Record<string, string>>): MemoryDirectory;
  treeAt(path: string): Tree;
  /** Paths that are backups themselves. */
  readonly backups: Set<string>;
  /** Mount points of other file systems. */
  readonly mountPoints: Set<string>;
  /** True: the file system does not keep change times that can be trusted. */
  isForeign: boolean;
}

export function memorySource(clock: MemoryClock, journal: Journal): MemorySource {
  const trees = new Map<string, Tree>();
  const changes = new Map<string, Map<string, Date>>();
  const treeAt = (path: string): Tree => {
    const tree = trees.get(path);
    if (tree === undefined) throw missing(path);
    return tree;
  };
  const source: MemorySource = {
    backups: new Set(),
    mountPoints: new Set(),
    isForeign: false,
    treeAt,
    add: (path, files) => {
      const tree = treeOf(files);
      const changed = new Map([...tree.keys()].map((name) => [name, clock.now()]));
      trees.set(path, tree);
      changes.set(path, changed);
      return directory(tree, changed, clock);
    },
    identity: async (path) => {
      await Promise.resolve();
      treeAt(path);
      return { path, device: '2049', inode: `inode of ${path}`, bindMounts: [] };
    },
    hasReliableChangeTimes: () => Promise.resolve(!source.isForeign),
    lookForChanges: (path, earliest, signal) => {
      journal.begin('look', path, signal);
      signal.addEventListener('abort', () => journal.begin('stop-looking', path));
      const changedSince = async (since: Date): Promise<readonly ChangedEntry[]> => {
        await Promise.resolve();
        journal.begin('find', path, signal);
        if (since < earliest) throw new Error('Nobody has looked that far back.');
        return [...(changes.get(path) ?? [])]
          .filter(([, changed]) => changed >= since)
          .map(([name]) => ({
            name: new TextEncoder().encode(name),
            kind: 'file' as const,
            size: treeAt(path).get(name)?.contents.length ?? 0,
            modified: 0,
          }));
      };
      return { earliest, ended: Promise.resolve(), changedSince };
    },
    looksLikeBackup: (path) => Promise.resolve(source.backups.has(path)),
    crossesFileSystem: (path, target) =>
      Promise.resolve(
        [...source.mountPoints].some((point) => isInside(target, point) && !isInside(path, point)),
      ),
  };
  return source;
}

function directory(tree: Tree, changed: Map<string, Date>, clock: MemoryClock): MemoryDirectory {
  return {
    tree,
    write: (name, contents) => {
      tree.set(name, { contents, mode: tree.get(name)?.mode ?? 0o644 });
      changed.set(name, clock.now());
    },
    chmod: (name, mode) => {
      const inode = tree.get(name);
      if (inode === undefined) throw new Error(`There is no “${name}”.`);
      inode.mode = mode;
      changed.set(name, clock.now());
    },
    remove: (name) => {
      tree.delete(name);
      changed.delete(name);
    },
  };
}

function missing(path: string): BackupError {
  return new BackupError({
    code: 'source-missing',
    title: `There is no “${path}”.`,
    advice: 'Check.',
  });
}
