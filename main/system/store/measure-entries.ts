import type { Tree } from '../../engine/snapshot-contents.js';

/** stat(2), st_blocks. */
const BLOCK = 512;

/** Adds up what entries take, those of one file once. */
export class EntryMeasure {
  readonly #turn: () => Promise<void> | null;
  readonly #inodes = new Set<number>();
  #bytes = 0;
  #length = 0;

  constructor(turn: () => Promise<void> | null) {
    this.#turn = turn;
  }

  /** Allocated on the disk. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of files, holes included. */
  get length(): number {
    return this.#length;
  }

  /** How many entries there are; directories count where they are empty. */
  async add(directory: Tree, name: Uint8Array): Promise<number> {
    await this.#turn();
    const stats = directory.lstat(name);
    if (stats === null) return 0;
    if (stats.isDirectory()) return this.#addDirectory(directory, name);
    if (stats.nlink > 1 && this.#inodes.has(stats.ino)) return 1;
    if (stats.nlink > 1) this.#inodes.add(stats.ino);
    this.#bytes += stats.blocks * BLOCK;
    if (stats.isFile()) this.#length += stats.size;
    return 1;
  }

  async #addDirectory(directory: Tree, name: Uint8Array): Promise<number> {
    const inner = directory.child(name);
    try {
      let count = 0;
      const names = inner.names();
      for (const child of names) count += await this.add(inner, child);
      this.#bytes += inner.stats().blocks * BLOCK;
      return names.length === 0 ? 1 : count;
    } finally {
      inner.close();
    }
  }
}
