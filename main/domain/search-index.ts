import type { SearchAnswer, SearchResult } from '../shared/snapshot-content.js';
import { fitsWhole, parseSearchPattern, type SearchPattern } from './search-pattern.js';

/**
 * Every path of all snapshots of a destination, in arrays side by side: a million entries take some 60 MB and are searched
 * through in a fraction of a second.
 */
export interface SearchIndex {
  /** Names of the snapshots, oldest first. */
  readonly snapshots: readonly string[];
  /** Names as a person reads them, in lower case, each with a line feed before it; one more at the end. */
  readonly folded: string;
  /** Where in `folded` the line feed before an entry's name is. */
  readonly foldedStarts: Uint32Array;
  /** Names as rsync escapes them, likewise. */
  readonly escaped: string;
  readonly escapedStarts: Uint32Array;
  /** Entry of the directory that it is in, plus one; 0: the snapshot itself. */
  readonly parents: Uint32Array;
  readonly directories: Uint8Array;
  /** Snapshots, by their place in the list. */
  readonly first: Uint16Array;
  readonly last: Uint16Array;
  /** False: there was more than the index may hold. */
  readonly complete: boolean;
  /** Directories that whoever made the index may not look into, each once. */
  readonly closed: number;
}

/** As many as a person looks at. */
const MOST_RESULTS = 500;

/** What a person has typed; nothing is found for nothing. */
export function answerSearch(index: SearchIndex, text: string): SearchAnswer {
  const { complete, closed } = index;
  const pattern = parseSearchPattern(text);
  if (pattern === null) return { results: [], total: 0, complete, closed };
  return search(index, pattern, MOST_RESULTS);
}

/** The newest first, and those by path. */
export function search(index: SearchIndex, pattern: SearchPattern, limit: number): SearchAnswer {
  const found = pattern.literal === '' ? everyEntry(index) : entriesWith(index, pattern.literal);
  const { whole } = pattern;
  const fitting = whole === null ? found : found.filter((entry) => fits(index, entry, whole));
  const results = newestFirst(index, fitting, limit).map((entry) => describe(index, entry));
  return { results, total: fitting.length, complete: index.complete, closed: index.closed };
}

function everyEntry({ parents }: SearchIndex): readonly number[] {
  return Array.from(parents, (_, entry) => entry);
}

function entriesWith({ folded, foldedStarts }: SearchIndex, literal: string): readonly number[] {
  const entries: number[] = [];
  let entry = 0;
  for (let at = folded.indexOf(literal); at !== -1;) {
    // Both go forward only, which is faster than to look each up.
    while ((foldedStarts[entry + 1] ?? Number.POSITIVE_INFINITY) < at) entry += 1;
    entries.push(entry);
    const end = folded.indexOf('\n', at);
    at = end === -1 ? -1 : folded.indexOf(literal, end + 1);
  }
  return entries;
}

/** A million entries are not sorted for the sake of a few. */
function newestFirst(
  { last }: SearchIndex,
  entries: readonly number[],
  limit: number,
): readonly number[] {
  const bySnapshot = new Map<number, number[]>();
  for (const entry of entries) {
    const snapshot = last[entry] ?? 0;
    const others = bySnapshot.get(snapshot) ?? [];
    if (others.length < limit) others.push(entry);
    bySnapshot.set(snapshot, others);
  }
  const newest = [...bySnapshot].sort(([a], [b]) => b - a);
  return newest.flatMap(([, others]) => others).slice(0, limit);
}

function fits({ folded, foldedStarts }: SearchIndex, entry: number, whole: string): boolean {
  const end = foldedStarts[entry + 1] ?? folded.length - 1;
  return fitsWhole(whole, folded, (foldedStarts[entry] ?? 0) + 1, end);
}

function lineAt(text: string, starts: Uint32Array, entry: number): string {
  const end = starts[entry + 1] ?? text.length - 1;
  return text.slice((starts[entry] ?? 0) + 1, end);
}

function describe(index: SearchIndex, entry: number): SearchResult {
  const snapshot = (place: number | undefined): string => index.snapshots[place ?? 0] ?? '';
  return {
    path: pathOf(index, entry),
    isDirectory: index.directories[entry] === 1,
    first: snapshot(index.first[entry]),
    last: snapshot(index.last[entry]),
  };
}

function pathOf({ escaped, escapedStarts, parents }: SearchIndex, entry: number): string {
  const names: string[] = [];
  for (let at = entry + 1; at !== 0; at = parents[at - 1] ?? 0) {
    names.push(lineAt(escaped, escapedStarts, at - 1));
  }
  return names.reverse().join('/');
}
