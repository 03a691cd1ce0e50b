import type { FolderName } from '../../main/shared/snapshot-content.js';

/** Where in the backup the person is. */
export interface Browsing {
  /** null: what is there now. */
  readonly snapshot: string | null;
  /** Folder: names as rsync escapes them, separated by slashes; empty: all of it. */
  readonly path: string;
  /** Names in the folder. */
  readonly selected: readonly string[];
  /** The name that keys are about; null: none. */
  readonly active: string | null;
  readonly back: readonly Pick<Browsing, 'snapshot' | 'path'>[];
}

export type BrowsingStep =
  | { readonly kind: 'go'; readonly path: string; readonly select?: string }
  | { readonly kind: 'time'; readonly snapshot: string | null }
  | {
      readonly kind: 'find';
      readonly snapshot: string | null;
      readonly path: string;
      readonly select: string;
    }
  | {
      readonly kind: 'choose';
      readonly selected: readonly string[];
      readonly active: string | null;
    }
  | { readonly kind: 'back' };

export function startBrowsing(snapshot: string | null): Browsing {
  return { snapshot, path: '', selected: [], active: null, back: [] };
}

/** Another time keeps folder and selection; another folder begins without one. */
export function browse(state: Browsing, step: BrowsingStep): Browsing {
  switch (step.kind) {
    case 'go':
      return enter(state, state.snapshot, step.path, step.select ?? null);
    case 'find':
      return enter(state, step.snapshot, step.path, step.select);
    case 'time':
      return { ...state, snapshot: step.snapshot };
    case 'choose':
      return { ...state, selected: step.selected, active: step.active };
    case 'back': {
      const last = state.back.at(-1);
      if (last === undefined) return state;
      return { ...startBrowsing(last.snapshot), path: last.path, back: state.back.slice(0, -1) };
    }
  }
}

/** Places that can be gone back to. */
const REMEMBERED = 50;

function enter(
  { snapshot: from, path: left, back }: Browsing,
  snapshot: string | null,
  path: string,
  select: string | null,
): Browsing {
  return {
    ...{ snapshot, path, active: select, selected: select === null ? [] : [select] },
    back: [...back, { snapshot: from, path: left }].slice(-REMEMBERED),
  };
}

export function inside(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function labelOf({ name, label }: Pick<FolderName, 'name' | 'label'>): string {
  return label ?? name;
}
