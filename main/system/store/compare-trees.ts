import { parseSnapshotPath } from '../../domain/snapshot-path.js';
import { escapeName } from '../../shared/display-name.js';
import { hasSameContent } from '../../domain/restore-decision.js';
import type { Tree, TreeStats } from '../../engine/snapshot-contents.js';
import type { TreeChange } from '../../shared/snapshot-content.js';
import { takeTurns } from '../take-turns.js';
import { kindOf, TreeDirectory } from '../tree-directory.js';

export interface CompareOptions {
  readonly onChange: (change: TreeChange) => void;
  readonly signal: AbortSignal;
  /** Told from time to time how many entries were looked at. */
  readonly onProgress?: (entries: number) => void;
}

/**
 * What `after` has otherwise than `before`, told one by one: a directory before what is in it, names in the order of their
 * bytes. Of what is one inode in both, nothing can have changed.
 */
export async function compareTrees(
  before: Tree,
  after: Tree,
  { onChange, signal, onProgress }: CompareOptions,
): Promise<void> {
  const walk = new Walk(onChange, takeTurns(signal, onProgress));
  await walk.compare(before, after, '');
}

/**
 * The same, where only some paths can be otherwise. Of a directory that one of the trees does not have, everything is told.
 *
 * @param paths names as rsync escapes them, separated by slashes
 */
export async function comparePaths(
  before: string,
  after: string,
  paths: Iterable<string>,
  { onChange, signal, onProgress }: CompareOptions,
): Promise<void> {
  const walk = new Walk(onChange, takeTurns(signal, onProgress));
  const sortable = Array.from(paths, (path) => path.replaceAll('/', '\0')).sort();
  let told: string | null = null;
  for (const path of sortable.map((text) => text.replaceAll('\0', '/'))) {
    if (told !== null && path.startsWith(`${told}/`)) continue;
    const names = parseSnapshotPath(path);
    if (names === null || names.length === 0) continue;
    const parents = names.slice(0, -1);
    const [one, other] = [TreeDirectory.find(before, parents), TreeDirectory.find(after, parents)];
    try {
      const isInBoth = await walk.one(one, other, names.at(-1) ?? new Uint8Array(), path);
      if (!isInBoth) told = path;
    } finally {
      one?.close();
      other?.close();
    }
  }
}

class Walk {
  readonly #onChange: (change: TreeChange) => void;
  readonly #turn: () => Promise<void> | null;

  constructor(onChange: (change: TreeChange) => void, turn: () => Promise<void> | null) {
    this.#onChange = onChange;
    this.#turn = turn;
  }

  async compare(before: Tree, after: Tree, prefix: string): Promise<void> {
    const names = new Set([...before.entries(), ...after.entries()].map(({ name }) => name));
    for (const text of [...names].sort()) {
      const name = Buffer.from(text, 'latin1');
      const path = `${prefix}${escapeName(name)}`;
      if (await this.one(before, after, name, path)) await this.#inside(before, after, name, path);
    }
  }

  /**
   * What is under one name.
   *
   * @returns true: it is a directory in both trees, and what is in that was not looked at.
   */
  async one(
    before: Tree | null,
    after: Tree | null,
    name: Uint8Array,
    path: string,
  ): Promise<boolean> {
    await this.#turn();
    const [old, now] = [before?.lstat(name) ?? null, after?.lstat(name) ?? null];
    if (old?.isDirectory() === true && now?.isDirectory() === true) {
      if (!sameAttributes(old, now)) this.#tell('changed', path, now, old.size, true);
      return true;
    }
    const isInBoth = before !== null && old !== null && after !== null && now !== null;
    if (isInBoth && kindOf(old) === kindOf(now)) {
      this.#changed(before, after, name, path, old, now);
      return false;
    }
    if (before !== null && old !== null) await this.#all('deleted', before, name, path, old);
    if (after !== null && now !== null) await this.#all('created', after, name, path, now);
    return false;
  }

  #changed(
    before: Tree,
    after: Tree,
    name: Uint8Array,
    path: string,
    old: TreeStats,
    now: TreeStats,
  ): void {
    if (old.ino === now.ino && old.dev === now.dev) return;
    const sameContent = hasSameContent(before.factsOf(name, old), after.factsOf(name, now));
    if (sameContent && sameAttributes(old, now)) return;
    this.#tell('changed', path, now, old.size, sameContent);
  }

  async #inside(before: Tree, after: Tree, name: Uint8Array, path: string): Promise<void> {
    const [one, other] = [before.child(name), after.child(name)];
    try {
      await this.compare(one, other, `${path}/`);
    } finally {
      one.close();
      other.close();
    }
  }

  async #all(
    action: 'created' | 'deleted',
    directory: Tree,
    name: Uint8Array,
    path: string,
    stats: TreeStats,
  ): Promise<void> {
    this.#tell(action, path, stats, action === 'deleted' ? stats.size : null, false);
    if (!stats.isDirectory()) return;
    const inner = directory.child(name);
    try {
      for (const child of inner.names()) {
        await this.#turn();
        const found = inner.lstat(child);
        if (found !== null) {
          await this.#all(action, inner, child, `${path}/${escapeName(child)}`, found);
        }
      }
    } finally {
      inner.close();
    }
  }

  #tell(
    action: TreeChange['action'],
    path: string,
    stats: TreeStats,
    before: number | null,
    attributesOnly: boolean,
  ): void {
    const sizeOf = (bytes: number): number => (stats.isDirectory() ? 0 : bytes);
    this.#onChange({
      ...{ action, path, kind: kindOf(stats), size: sizeOf(stats.size), attributesOnly },
      sizeBefore: before === null ? null : sizeOf(before),
    });
  }
}

function sameAttributes(one: TreeStats, other: TreeStats): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}
