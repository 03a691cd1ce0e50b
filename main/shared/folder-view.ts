import type { FolderName, FolderOrder } from './snapshot-content.js';

/** How a person wants to see folders. */
export interface FolderView {
  readonly order: FolderOrder;
  /** True: the largest, newest or last of the alphabet first. */
  readonly descending: boolean;
  /** True: also what begins with a dot. */
  readonly hidden: boolean;
}

export const FIRST_FOLDER_VIEW: FolderView = { order: 'name', descending: false, hidden: false };

/** The same order once more turns it round; sizes and times begin with what people look for: large and new. */
export function sortedBy(view: FolderView, order: FolderOrder): FolderView {
  const descending = view.order === order ? !view.descending : order !== 'name';
  return { ...view, order, descending };
}

/**
 * What is shown of a folder, directories first.
 *
 * @param entries ascending
 * @param chosen a name that stays in sight even where it is hidden, as after a search; null: none
 */
export function visibleEntries(
  entries: readonly FolderName[],
  { descending, hidden }: FolderView,
  chosen: string | null,
): readonly FolderName[] {
  const shown = hidden ? entries : entries.filter(({ name }) => !isHidden(name) || name === chosen);
  if (!descending) return shown;
  const files = shown.findIndex(({ isDirectory }) => !isDirectory);
  const border = files === -1 ? shown.length : files;
  return [...shown.slice(0, border).reverse(), ...shown.slice(border).reverse()];
}

export function isHidden(name: string): boolean {
  return name.startsWith('.');
}
