import type { EntryFacts } from '../../domain/restore-decision.js';
import type { PathNames, Tree, TreeStats } from '../../engine/ports-contents.js';
import { escapeLatin1 } from '../../shared/display-name.js';
import { entryFacts } from '../tree-directory.js';

export interface ListedEntry {
  readonly stats: TreeStats;
  /** One character a byte; empty for everything but symbolic links. */
  readonly linkTarget: string;
}

interface Node {
  /** null: nothing is known of it but that it is a directory. */
  entry: ListedEntry | null;
  /** By their names, one character a byte. */
  readonly children: Map<string, Node>;
}

/** A directory of another machine, as far as it was listed. */
export class ListedTree implements Tree {
  readonly #node: Node;
  readonly #isToTheSecond: boolean;

  /** @param isToTheSecond true: times are known by the second only */
  constructor(isToTheSecond = false, node: Node = { entry: null, children: new Map() }) {
    this.#isToTheSecond = isToTheSecond;
    this.#node = node;
  }

  /** @param path names with slashes between them, one character a byte; empty: the directory itself */
  add(path: string, entry: ListedEntry): void {
    let node = this.#node;
    for (const name of path === '' ? [] : path.split('/')) {
      const child = node.children.get(name) ?? { entry: null, children: new Map() };
      node.children.set(name, child);
      node = child;
    }
    node.entry = entry;
  }

  entries(): readonly { readonly name: string; readonly isDirectory: boolean }[] {
    return [...this.#node.children].map(([name, node]) => ({
      name,
      isDirectory: statsOf(node).isDirectory(),
    }));
  }

  names(): readonly Uint8Array[] {
    return [...this.#node.children.keys()].map((name) => Buffer.from(name, 'latin1'));
  }

  lstat(name: Uint8Array): TreeStats | null {
    const node = this.#node.children.get(latin1(name));
    return node === undefined ? null : statsOf(node);
  }

  facts(name: Uint8Array): EntryFacts | null {
    const stats = this.lstat(name);
    return stats === null ? null : this.factsOf(name, stats);
  }

  factsOf(name: Uint8Array, stats: TreeStats): EntryFacts {
    const target = this.#node.children.get(latin1(name))?.entry?.linkTarget ?? '';
    const facts = entryFacts(stats, () => escapeLatin1(target));
    return this.#isToTheSecond ? { ...facts, isToTheSecond: true } : facts;
  }

  child(name: Uint8Array): ListedTree {
    const child = this.find([name]);
    if (child !== null) return child;
    throw Object.assign(new Error('There is no such directory.'), { code: 'ENOENT' });
  }

  /** null: no such directory was listed. */
  find(names: PathNames): ListedTree | null {
    let node: Node | undefined = this.#node;
    for (const name of names) node = node?.children.get(latin1(name));
    if (node === undefined || !statsOf(node).isDirectory()) return null;
    return new ListedTree(this.#isToTheSecond, node);
  }

  /** True: something was listed. */
  get isThere(): boolean {
    return this.#node.entry !== null || this.#node.children.size > 0;
  }

  stats(): TreeStats {
    return statsOf(this.#node);
  }

  close(): void {
    // Nothing is open.
  }
}

function latin1(name: Uint8Array): string {
  return Buffer.from(name).toString('latin1');
}

function statsOf({ entry }: Node): TreeStats {
  return entry?.stats ?? UNKNOWN_DIRECTORY;
}

/** inode(7), S_IFMT, by what find(1) calls it. */
const TYPES: Readonly<Record<string, number>> = {
  ...{ f: 0o100000, d: 0o040000, l: 0o120000, b: 0o060000, c: 0o020000, p: 0o010000, s: 0o140000 },
};

const UNKNOWN_DIRECTORY = listedStats('d', 0, 'd 0 0 0 0 1 0 0 0 -'.split(' '));

/**
 * @param facts mode, owner, group, size, links, inode, time, blocks and device, after the kind; see list-remotely.ts
 * @param dev numbers that are the same in two trees are of one inode only where this is the same, too
 */
export function listedStats(kind: string, dev: number, facts: readonly string[]): TreeStats {
  const [, mode = '', uid, gid, size, links, inode, time = '', blocks, device = ''] = facts;
  const [seconds, fraction = ''] = time.split('.');
  return {
    ...{ ino: Number(inode), dev, rdev: deviceOf(device), nlink: Number(links) },
    ...{ blocks: Number(blocks), size: Number(size), uid: Number(uid), gid: Number(gid) },
    mtimeMs: Number(seconds) * 1000 + Number(fraction.slice(0, 9).padEnd(9, '0')) / 1e6,
    mode: Number.parseInt(mode, 8) | (TYPES[kind] ?? 0),
    isFile: () => kind === 'f',
    isDirectory: () => kind === 'd',
    isSymbolicLink: () => kind === 'l',
  };
}

/** `MAJOR:MINOR`, hexadecimal; makedev(3), as far as a number goes. */
function deviceOf(text: string): number {
  const [major = 0, minor = 0] = text.split(':').map((part) => Number.parseInt(part, 16) || 0);
  return (minor & 0xff) + (major & 0xfff) * 0x100 + (minor >>> 8) * 0x100000;
}
