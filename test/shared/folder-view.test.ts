import { describe, expect, it } from 'vitest';
import { FIRST_FOLDER_VIEW, sortedBy, visibleEntries } from '../../main/shared/folder-view.js';

const entries = [
  ...['.config', 'Documents'].map((name) => ({ name, isDirectory: true })),
  ...['.bashrc', 'a.txt', 'b.txt'].map((name) => ({ name, isDirectory: false })),
];
const names = (...of: Parameters<typeof visibleEntries>): readonly string[] =>
  visibleEntries(...of).map(({ name }) => name);

describe('what is shown of a folder', () => {
  it('is not what is hidden, but for what was searched for', () => {
    expect(names(entries, FIRST_FOLDER_VIEW, null)).toEqual(['Documents', 'a.txt', 'b.txt']);
    expect(names(entries, FIRST_FOLDER_VIEW, '.bashrc')).toEqual([
      ...['Documents', '.bashrc', 'a.txt', 'b.txt'],
    ]);
  });

  it('has directories first in either direction', () => {
    const view = { ...FIRST_FOLDER_VIEW, descending: true, hidden: true };
    expect(names(entries, view, null)).toEqual([
      ...['Documents', '.config', 'b.txt', 'a.txt', '.bashrc'],
    ]);
    expect(names(entries.slice(0, 2), view, null)).toEqual(['Documents', '.config']);
  });
});

it('an order begins with what people look for, and turns round when it is chosen once more', () => {
  const bySize = sortedBy(FIRST_FOLDER_VIEW, 'size');
  expect(bySize).toMatchObject({ order: 'size', descending: true });
  expect(sortedBy(bySize, 'size')).toMatchObject({ order: 'size', descending: false });
  expect(sortedBy(bySize, 'name')).toMatchObject({ order: 'name', descending: false });
});
