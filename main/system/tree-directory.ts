import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
} from 'node:fs';
import { escapeName } from '../shared/display-name.js';
import type { EntryFacts } from '../domain/restore-decision.js';
import type { Tree, TreeStats } from '../engine/ports-contents.js';
import { errorCode } from './error-code.js';

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;

/**
 * A directory that is open, for walks through trees of a million entries: a call without waiting is ten times as fast there.
 * It stays the one it was, whatever is renamed or linked around it, and no symbolic link is followed from it.
 */
export class TreeDirectory implements Tree {
  readonly #descriptor: number;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** @throws a system error: ENOENT, ENOTDIR (also for a symbolic link), EACCES */
  static open(path: string | Buffer, names: readonly Uint8Array[] = []): TreeDirectory {
    let directory = new TreeDirectory(openDirectory(path));
    for (const name of names) {
      const outer = directory;
      try {
        directory = outer.child(name);
      } finally {
        outer.close();
      }
    }
    return directory;
  }

  /** null: there is no such directory, or not without following a symbolic link. */
  static find(path: string | Buffer, names: readonly Uint8Array[]): TreeDirectory | null {
    try {
      return TreeDirectory.open(path, names);
    } catch (error) {
      if (ABSENT.has(errorCode(error) ?? '')) return null;
      throw error;
    }
  }

  child(name: Uint8Array): TreeDirectory {
    return new TreeDirectory(openDirectory(this.path(name)));
  }

  /** A character a byte is faster than a hundred thousand buffers. */
  entries(): readonly { readonly name: string; readonly isDirectory: boolean }[] {
    const found = readdirSync(this.path(), { encoding: 'latin1', withFileTypes: true });
    return found.map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }));
  }

  names(): readonly Buffer[] {
    return readdirSync(this.path(), { encoding: 'buffer' });
  }

  /** null: there is nothing of that name. */
  lstat(name: Uint8Array): TreeStats | null {
    return lstatSync(this.path(name), { throwIfNoEntry: false }) ?? null;
  }

  /** null: there is nothing of that name. */
  facts(name: Uint8Array): EntryFacts | null {
    const stats = this.lstat(name);
    return stats === null ? null : this.factsOf(name, stats);
  }

  factsOf(name: Uint8Array, stats: TreeStats): EntryFacts {
    return entryFacts(stats, () => this.linkTarget(name));
  }

  linkTarget(name: Uint8Array): string {
    return escapeName(readlinkSync(this.path(name), { encoding: 'buffer' }));
  }

  stats(): TreeStats {
    return fstatSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** proc(5), /proc/self/fd: the directory itself, or something in it. */
  path(name?: Uint8Array): Buffer {
    const path = Buffer.from(`/proc/self/fd/${String(this.#descriptor)}/`);
    return name === undefined ? path : Buffer.concat([path, name]);
  }

  get descriptor(): number {
    return this.#descriptor;
  }
}

/** What errors say where something is not there, or not without following a symbolic link. */
export const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

function openDirectory(path: string | Buffer): number {
  return openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

/** @param linkTarget of a symbolic link */
export function entryFacts(stats: TreeStats, linkTarget: () => string): EntryFacts {
  const kind = kindOf(stats);
  const { size, mtimeMs: modifiedAt, mode, uid, gid, rdev: device } = stats;
  const target = kind === 'symbolic-link' ? linkTarget() : null;
  return { kind, size, modifiedAt, mode, uid, gid, device, linkTarget: target };
}

export function kindOf(stats: TreeStats): EntryFacts['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symbolic-link' : 'special';
}
