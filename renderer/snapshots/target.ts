import { displayName } from '../../main/shared/display-name.js';
import { sayCount } from '../../main/shared/say-count.js';
import type { RestorePart } from '../../main/shared/helper-protocol.js';

/** What the panel beside the folder is about, and what would be restored: for each time, what is chosen of it. */
export type Target = readonly TargetPart[];

export interface TargetPart {
  /** null: what is there now. */
  readonly snapshot: string | null;
  /** Paths in the snapshot, at least one; none is inside another. */
  readonly paths: readonly string[];
}

/** The whole of what was backed up is no item of itself; what is inside a chosen folder comes with it. */
export function targetPart(snapshot: string | null, paths: readonly string[]): Target {
  const known = new Set(paths);
  const isInside = (path: string): boolean => {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      if (known.has(path.slice(0, at))) return true;
    }
    return false;
  };
  const items = paths.filter((path) => path !== '' && !isInside(path));
  return items.length === 0 ? [] : [{ snapshot, paths: items }];
}

export function pathsOf(target: Target): readonly string[] {
  return target.flatMap(({ paths }) => paths);
}

/** What is chosen of backups: what is there now has no need to come back. */
export function restorable(target: Target): readonly RestorePart[] {
  return target.flatMap(({ snapshot, paths }) => (snapshot === null ? [] : { snapshot, paths }));
}

/**
 * `“letter.odt”`, or `3 items`.
 *
 * @param count where `paths` are only the first of more
 */
export function sayItems(paths: readonly string[], count = paths.length): string {
  const [only] = paths;
  if (count !== 1 || only === undefined) return sayCount(count, 'item', 'items');
  return `“${displayName(only.slice(only.lastIndexOf('/') + 1))}”`;
}
