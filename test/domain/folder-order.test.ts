import { expect, it } from 'vitest';
import { inFolderOrder, rankOf } from '../../main/domain/folder-order.js';
import type { FolderOrder } from '../../main/shared/snapshot-content.js';

const FOLDER = [
  { name: 'b.txt', isDirectory: false, size: 10, modifiedAt: 300 },
  { name: 'Archive', isDirectory: true, size: 4096, modifiedAt: 200 },
  { name: 'a.txt', isDirectory: false, size: 10, modifiedAt: 400 },
  { name: 'Photos', isDirectory: true, size: 40960, modifiedAt: 100 },
  { name: 'C.txt', isDirectory: false, size: 5, modifiedAt: 350 },
];

it.each<[FolderOrder, readonly string[]]>([
  ['name', ['Archive', 'Photos', 'a.txt', 'b.txt', 'C.txt']],
  ['size', ['Archive', 'Photos', 'C.txt', 'a.txt', 'b.txt']],
  ['time', ['Photos', 'Archive', 'b.txt', 'C.txt', 'a.txt']],
])('orders by %s, directories first', (order, names) => {
  const ranked = FOLDER.map(({ name, isDirectory, ...stats }) => ({
    entry: { name, isDirectory },
    rank: rankOf(order, { isDirectory, ...stats }),
  }));
  expect(inFolderOrder(ranked).map(({ name }) => name)).toEqual(names);
});
