import { chmod, link, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeTree, differences, type TreeDescription } from './describe-tree.js';

/** A source that says in a file how often it was changed, and remembers how it looked each time. */
export interface Generations {
  readonly path: string;
  readonly current: () => TreeDescription;
  /** Edits, replaces, deletes and creates files, and changes the modes of others that share their inodes with snapshots. */
  readonly advance: () => Promise<void>;
  /** What a copy has otherwise than the source had it when it said the same number; empty for a whole copy. */
  readonly defects: (copy: string) => Promise<readonly string[]>;
}

const DIRECTORIES = 6;
const FILES = 15;
const FIRST_SECOND = 1_700_000_000;
const MODES = [0o600, 0o640, 0o644] as const;

export async function generations(path: string): Promise<Generations> {
  const known: TreeDescription[] = [];
  for (let number = 0; number < DIRECTORIES; number += 1) await makeDirectory(path, number);
  const advance = async (): Promise<void> => {
    const generation = known.length;
    await change(path, generation);
    known.push(await describeTree(path, { blocks: false }));
  };
  await advance();
  return {
    path,
    current: () => known.at(-1) ?? new Map(),
    advance,
    defects: async (copy) => {
      const generation = Number(await readFile(join(copy, 'generation'), 'utf8'));
      const expected = known[generation] ?? new Map<string, string>();
      return differences(expected, await describeTree(copy, { blocks: false }));
    },
  };
}

async function makeDirectory(path: string, number: number): Promise<void> {
  const directory = join(path, `directory ${String(number)}`);
  await mkdir(directory, { recursive: true });
  for (let file = 0; file < FILES; file += 1) {
    await writeFile(join(directory, `file ${String(file)}`), `${String(number)}.${String(file)}\n`);
  }
  await link(join(directory, 'file 0'), join(directory, 'same as file 0'));
  await utimes(directory, FIRST_SECOND, FIRST_SECOND);
}

/** rsync compares whole seconds, so each generation has a second of its own. */
async function change(path: string, generation: number): Promise<void> {
  const time = FIRST_SECOND + generation;
  const directory = join(path, `directory ${String(generation % DIRECTORIES)}`);
  const mode = MODES[generation % MODES.length] ?? 0o644;
  const [edited, touched] = [join(directory, 'file 1'), join(path, 'generation')];
  for (const file of [edited, touched]) {
    await writeFile(file, String(generation));
    await utimes(file, time, time);
  }
  for (const name of ['file 0', 'file 2', 'file 3', 'file 4']) {
    await chmod(join(directory, name), mode);
  }
  const [former, added] = [generation - DIRECTORIES, generation].map((number) =>
    join(directory, `added ${String(number)}`),
  ) as [string, string];
  await rm(former, { force: true });
  await writeFile(added, String(generation));
  for (const entry of [added, directory, path]) await utimes(entry, time, time);
}
