import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { orWhenMissing } from '../error-code.js';
import type { Tools } from '../tools.js';
import { removeTree } from './remove-tree.js';
import {
  DETACHING_NAME,
  PROBE_PREFIX,
  TRASH_PREFIX,
  WORKING_NAME,
  type StorePaths,
} from './store-paths.js';

/** Removes what a killed run left behind. Only whoever holds the lock may do this. */
export async function sweepLeftovers(
  paths: StorePaths,
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const leftovers = leftoversAmong(paths, {
    catalog: await orWhenMissing(() => readdir(paths.catalog), []),
    runs: await orWhenMissing(() => readdir(paths.runs), []),
    parent: await readdir(paths.parent),
  });
  for (const path of leftovers) await removeTree(path, tools, signal);
}

/** Paths of what no run that ended by itself leaves. */
export function leftoversAmong(
  paths: StorePaths,
  names: Readonly<Record<'catalog' | 'runs' | 'parent', readonly string[]>>,
): readonly string[] {
  const temporary = (name: string): boolean => name.endsWith('.tmp');
  const inCatalog = names.catalog.filter(
    (name) =>
      name === WORKING_NAME ||
      name === DETACHING_NAME ||
      name.startsWith(TRASH_PREFIX) ||
      temporary(name),
  );
  return [
    ...inCatalog.map((name) => join(paths.catalog, name)),
    ...names.runs.filter(temporary).map((name) => join(paths.runs, name)),
    ...names.parent
      .filter((name) => name.startsWith(PROBE_PREFIX))
      .map((name) => join(paths.parent, name)),
  ];
}
