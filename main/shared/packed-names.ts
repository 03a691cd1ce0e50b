import type { FolderName } from './snapshot-content.js';

/** The names in a folder as one text: from process to process that is copied at once, unlike a hundred thousand objects. */
export type PackedNames = string;

export function packNames(names: readonly FolderName[]): PackedNames {
  return JSON.stringify(names);
}

export function unpackNames(packed: PackedNames): readonly FolderName[] {
  return JSON.parse(packed) as readonly FolderName[];
}
