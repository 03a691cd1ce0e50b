import type { TreeChange } from './snapshot-content.js';

/** Something that is otherwise, or a folder in which something is. */
export interface ChangeNode {
  readonly path: string;
  /** null: a folder that is itself as it was. */
  readonly change: TreeChange | null;
  readonly children: readonly ChangeNode[];
  /** Of it and all in it. */
  readonly counts: Readonly<Record<TreeChange['action'], number>>;
  /** Bytes that it and all in it have become more, or less where negative. */
  readonly growth: number;
}

export interface ChangeRow {
  readonly node: ChangeNode;
  /** 1: at the top. */
  readonly level: number;
}

interface Growing {
  readonly path: string;
  change: TreeChange | null;
  readonly children: Map<string, Growing>;
}

/** Changes as the tree of the folders that they are in. */
export function changeTree(changes: readonly TreeChange[]): readonly ChangeNode[] {
  const root: Growing = { path: '', change: null, children: new Map() };
  for (const change of changes) {
    let node = root;
    for (const name of change.path.split('/')) {
      const path = node.path === '' ? name : `${node.path}/${name}`;
      const child = node.children.get(name) ?? { path, change: null, children: new Map() };
      node.children.set(name, child);
      node = child;
    }
    // Of a file that has become a folder both are told: what is there afterwards counts.
    if (node.change === null || change.action === 'created') node.change = change;
  }
  return summed(root).children;
}

function summed({ path, change, children }: Growing): ChangeNode {
  const inner = [...children.values()].map(summed);
  const counts = { created: 0, changed: 0, deleted: 0 };
  let growth = change === null ? 0 : growthOf(change);
  if (change !== null) counts[change.action] += 1;
  for (const node of inner) {
    growth += node.growth;
    for (const action of ['created', 'changed', 'deleted'] as const) {
      counts[action] += node.counts[action];
    }
  }
  return { path, change, children: inner, counts, growth };
}

function growthOf({ action, size, sizeBefore }: TreeChange): number {
  return action === 'deleted' ? -size : size - (sizeBefore ?? 0);
}

/** The rows in sight, of which those in a folder follow it where it is open. */
export function openRows(
  nodes: readonly ChangeNode[],
  open: ReadonlySet<string>,
  level = 1,
): readonly ChangeRow[] {
  return nodes.flatMap((node) => [
    { node, level },
    ...(open.has(node.path) ? openRows(node.children, open, level + 1) : []),
  ]);
}

/** The way down to where there is more than one thing to look at. */
export function firstOpen(nodes: readonly ChangeNode[]): ReadonlySet<string> {
  const open = new Set<string>();
  for (let at = nodes; at.length === 1; at = at[0]?.children ?? []) {
    if (at[0] !== undefined && at[0].children.length > 0) open.add(at[0].path);
  }
  return open;
}
