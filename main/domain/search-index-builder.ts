import { displayName } from '../shared/display-name.js';
import type { SearchIndex } from './search-index.js';

/** A directory while the index is built. */
export interface IndexedDirectory {
  /** Entry, plus one; 0: the snapshot itself. */
  readonly entry: number;
  /** Everything that was ever in it, by its name and, of a directory, a slash. */
  readonly known: Map<string, number>;
  /** What the snapshot that was looked at last has in it. */
  readonly present: Set<number>;
  /** Its time of change there: as long as it stays, nobody has come or gone. */
  modifiedAt: number;
}

/** Takes the snapshots in from the newest to the oldest. */
export class SearchIndexBuilder {
  readonly #snapshots: readonly string[];
  readonly #limit: number;
  readonly #names: string[] = [];
  readonly #parents: number[] = [];
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  readonly #directories = new Map<number, IndexedDirectory>();
  readonly #root: IndexedDirectory = newDirectory(0);
  /** Entries of directories that are not ours to look into. */
  readonly #closed = new Set<number>();
  #complete = true;

  /**
   * @param snapshots names, oldest first
   * @param limit entries that the index holds at most
   */
  constructor(snapshots: readonly string[], limit: number) {
    this.#snapshots = snapshots;
    this.#limit = limit;
  }

  get root(): IndexedDirectory {
    return this.#root;
  }

  /**
   * What a directory of a snapshot holds.
   *
   * @param snapshot its place in the list
   * @param names as rsync escapes them; of directories, with a slash
   */
  setNames(directory: IndexedDirectory, names: readonly string[], snapshot: number): void {
    const present = new Set<number>();
    for (const name of names) {
      const entry = directory.known.get(name) ?? this.#add(directory, name, snapshot);
      if (entry !== null) present.add(entry);
    }
    for (const entry of directory.present) {
      if (!present.has(entry)) this.#close(entry, snapshot + 1);
    }
    directory.present.clear();
    for (const entry of present) directory.present.add(entry);
  }

  /** The directories in a directory, with their names. */
  *directoriesIn(directory: IndexedDirectory): Iterable<[string, IndexedDirectory]> {
    for (const entry of directory.present) {
      const inner = this.#directories.get(entry);
      if (inner !== undefined) yield [this.#names[entry]?.slice(0, -1) ?? '', inner];
    }
  }

  /** null: there is no directory of that name, as rsync escapes it. */
  directoryIn(directory: IndexedDirectory, name: string): IndexedDirectory | null {
    const entry = directory.known.get(`${name}/`);
    if (entry === undefined || !directory.present.has(entry)) return null;
    return this.#directories.get(entry) ?? null;
  }

  /** It may not be looked into. */
  leaveClosed(directory: IndexedDirectory): void {
    this.#closed.add(directory.entry);
  }

  /** What cannot be looked at has nothing in it, as far as anybody knows. */
  finish(): SearchIndex {
    for (const entry of this.#root.present) this.#close(entry, 0);
    const names = this.#names.map((name) => name.replace(/\/$/, ''));
    const escaped = blob(names);
    const folded = blob(names.map((name) => displayName(name).toLowerCase()));
    return {
      snapshots: this.#snapshots,
      folded: folded.text,
      foldedStarts: folded.starts,
      escaped: escaped.text,
      escapedStarts: escaped.starts,
      parents: Uint32Array.from(this.#parents),
      directories: Uint8Array.from(names, (_, entry) => Number(this.#directories.has(entry))),
      first: Uint16Array.from(this.#first),
      last: Uint16Array.from(this.#last),
      complete: this.#complete,
      closed: this.#closed.size,
    };
  }

  #add(directory: IndexedDirectory, name: string, snapshot: number): number | null {
    const entry = this.#names.length;
    if (entry >= this.#limit) {
      this.#complete = false;
      return null;
    }
    this.#names.push(name);
    this.#parents.push(directory.entry);
    this.#first.push(snapshot);
    this.#last.push(snapshot);
    directory.known.set(name, entry);
    if (name.endsWith('/')) this.#directories.set(entry, newDirectory(entry + 1));
    return entry;
  }

  /** Older snapshots do not have it: `first` is the oldest that has. */
  #close(entry: number, first: number): void {
    this.#first[entry] = first;
    const directory = this.#directories.get(entry);
    if (directory === undefined) return;
    for (const inner of directory.present) this.#close(inner, first);
    directory.present.clear();
    directory.modifiedAt = Number.NaN;
  }
}

function newDirectory(entry: number): IndexedDirectory {
  return { entry, known: new Map(), present: new Set(), modifiedAt: Number.NaN };
}

function blob(names: readonly string[]): { readonly text: string; readonly starts: Uint32Array } {
  const starts = new Uint32Array(names.length);
  let at = 0;
  for (const [index, name] of names.entries()) {
    starts[index] = at;
    at += name.length + 1;
  }
  return { text: `\n${names.join('\n')}\n`, starts };
}
