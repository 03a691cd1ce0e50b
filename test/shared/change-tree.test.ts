import { describe, expect, it } from 'vitest';
import { changeTree, firstOpen, openRows } from '../../main/shared/change-tree.js';
import type { TreeChange } from '../../main/shared/snapshot-content.js';

function change(
  action: TreeChange['action'],
  path: string,
  size: number,
  sizeBefore: number | null,
  kind: TreeChange['kind'] = 'file',
): TreeChange {
  return { action, path, kind, size, sizeBefore, attributesOnly: false };
}

const CHANGES = [
  change('created', 'anna/Photos', 0, null, 'directory'),
  change('created', 'anna/Photos/sea.jpg', 5000, null),
  change('changed', 'anna/letter.odt', 300, 500),
  change('deleted', 'anna/old/plan.ods', 40, 40),
];

describe('changes as a tree', () => {
  it('add up in the folders that they are in', () => {
    const [anna] = changeTree(CHANGES);
    expect(anna).toMatchObject({
      ...{ path: 'anna', change: null, growth: 5000 - 200 - 40 },
      counts: { created: 2, changed: 1, deleted: 1 },
    });
    expect(anna?.children.map(({ path, growth }) => [path, growth])).toEqual([
      ['anna/Photos', 5000],
      ['anna/letter.odt', -200],
      ['anna/old', -40],
    ]);
  });

  it('show what is in a folder while that is open', () => {
    const tree = changeTree(CHANGES);
    const paths = (open: ReadonlySet<string>): readonly string[] =>
      openRows(tree, open).map(({ node, level }) => `${String(level)} ${node.path}`);
    expect(paths(new Set())).toEqual(['1 anna']);
    expect(paths(firstOpen(tree))).toEqual([
      ...['1 anna', '2 anna/Photos', '2 anna/letter.odt', '2 anna/old'],
    ]);
    expect(paths(new Set(['anna', 'anna/old']))).toContain('3 anna/old/plan.ods');
  });

  it('a file that has become a folder is one row', () => {
    const [notes, ...others] = changeTree([
      change('deleted', 'notes', 10, 10),
      change('created', 'notes', 0, null, 'directory'),
      change('created', 'notes/one', 7, null),
    ]);
    expect(others).toEqual([]);
    expect(notes).toMatchObject({ change: { action: 'created', kind: 'directory' } });
    expect(notes?.children).toHaveLength(1);
  });
});
