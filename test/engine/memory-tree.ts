/** Contents and attributes. Two names of one object are hard links, in one tree or in several. */
export interface Inode {
  readonly contents: string;
  mode: number;
}

/** Inodes by their names. */
export type Tree = Map<string, Inode>;

export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const entries = Object.entries(files);
  return new Map(entries.map(([name, contents]) => [name, { contents, mode: 0o644 }]));
}

/** What somebody sees: `{ a: '644 hello' }` */
export type Look = Readonly<Record<string, string>>;

export function look(tree: Tree): Look {
  const names = [...tree.keys()].sort();
  return Object.fromEntries(
    names.map((name) => {
      const inode = tree.get(name);
      return [name, `${inode?.mode.toString(8) ?? ''} ${inode?.contents ?? ''}`];
    }),
  );
}
