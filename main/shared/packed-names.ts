import type { FolderName } from './snapshot-content.js';

/** The names in a folder as one text: from process to process that is copied at once, unlike a hundred thousand objects. */
export type PackedNames = string;

/** A file of which there is no more to be known is its name alone: most are. */
export function packNames(names: readonly FolderName[]): PackedNames {
  return JSON.stringify(names.map((entry) => (isPlain(entry) ? entry.name : entry)));
}

export function unpackNames(packed: PackedNames): readonly FolderName[] {
  const names = JSON.parse(packed) as readonly (string | FolderName)[];
  return names.map((it) => (typeof it === 'string' ? { name: it, isDirectory: false } : it));
}

function isPlain({ isDirectory, label, lastIn }: FolderName): boolean {
  return !isDirectory && label === undefined && lastIn === undefined;
}
