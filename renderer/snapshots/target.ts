import { displayName } from '../../main/shared/display-name.js';

/** What the panel beside the folder is about, and what would be restored. */
export interface Target {
  /** null: what is there now. */
  readonly snapshot: string | null;
  /** Paths in the snapshot; none is inside another. */
  readonly paths: readonly string[];
}

/** The whole of what was backed up is no item of itself; what is inside a chosen folder comes with it. */
export function targetOf(snapshot: string | null, paths: readonly string[]): Target {
  const known = new Set(paths);
  const isInside = (path: string): boolean => {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      if (known.has(path.slice(0, at))) return true;
    }
    return false;
  };
  return { snapshot, paths: paths.filter((path) => path !== '' && !isInside(path)) };
}

/** `“letter.odt”`, or `3 items`. */
export function sayItems(paths: readonly string[]): string {
  const [only] = paths;
  if (paths.length !== 1 || only === undefined) return `${String(paths.length)} items`;
  return `“${displayName(only.slice(only.lastIndexOf('/') + 1))}”`;
}
