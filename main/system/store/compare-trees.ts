import type { Stats } from 'node:fs';
import { escapeName } from '../../shared/display-name.js';
import { hasSameContent } from '../../domain/restore-decision.js';
import type { TreeChange } from '../../shared/snapshot-content.js';
import { takeTurns } from '../take-turns.js';
import { kindOf, TreeDirectory } from '../tree-directory.js';

/**
 * What `after` has otherwise than `before`, told one by one: a directory before what is in it, names in the order of their
 * bytes. Of what is one inode in both, nothing can have changed.
 *
 * @param before absolute path of a directory that exists
 * @param after likewise
 */
export async function compareTrees(
  before: string,
  after: string,
  onChange: (change: TreeChange) => void,
  signal: AbortSignal,
): Promise<void> {
  const walk = new Walk(onChange, signal);
  const [one, other] = [TreeDirectory.open(before), TreeDirectory.open(after)];
  try {
    await walk.compare(one, other, '');
  } finally {
    one.close();
    other.close();
  }
}

class Walk {
  readonly #onChange: (change: TreeChange) => void;
  readonly #turn: () => Promise<void> | null;

  constructor(onChange: (change: TreeChange) => void, signal: AbortSignal) {
    this.#onChange = onChange;
    this.#turn = takeTurns(signal);
  }

  async compare(before: TreeDirectory, after: TreeDirectory, prefix: string): Promise<void> {
    const names = new Map<string, Buffer>();
    for (const name of [...before.names(), ...after.names()]) {
      names.set(name.toString('latin1'), name);
    }
    for (const key of [...names.keys()].sort()) {
      const name = names.get(key) ?? Buffer.alloc(0);
      await this.#turn();
      await this.#entry(before, after, name, `${prefix}${escapeName(name)}`);
    }
  }

  async #entry(
    before: TreeDirectory,
    after: TreeDirectory,
    name: Buffer,
    path: string,
  ): Promise<void> {
    const [old, now] = [before.lstat(name), after.lstat(name)];
    if (old?.isDirectory() === true && now?.isDirectory() === true) {
      if (!sameAttributes(old, now)) this.#tell('changed', path, now, old.size, true);
      await this.#inside(before, after, name, path);
      return;
    }
    if (old !== null && now !== null && kindOf(old) === kindOf(now)) {
      this.#changed(before, after, name, path, old, now);
      return;
    }
    if (old !== null) await this.#all('deleted', before, name, path, old);
    if (now !== null) await this.#all('created', after, name, path, now);
  }

  #changed(
    before: TreeDirectory,
    after: TreeDirectory,
    name: Buffer,
    path: string,
    old: Stats,
    now: Stats,
  ): void {
    if (old.ino === now.ino && old.dev === now.dev) return;
    const sameContent = hasSameContent(before.factsOf(name, old), after.factsOf(name, now));
    if (sameContent && sameAttributes(old, now)) return;
    this.#tell('changed', path, now, old.size, sameContent);
  }

  async #inside(
    before: TreeDirectory,
    after: TreeDirectory,
    name: Buffer,
    path: string,
  ): Promise<void> {
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
    directory: TreeDirectory,
    name: Buffer,
    path: string,
    stats: Stats,
  ): Promise<void> {
    await this.#turn();
    this.#tell(action, path, stats, action === 'deleted' ? stats.size : null, false);
    if (!stats.isDirectory()) return;
    const inner = directory.child(name);
    try {
      for (const child of inner.names()) {
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
    stats: Stats,
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

function sameAttributes(one: Stats, other: Stats): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}
