import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { orWhenMissing } from '../error-code.js';
import type { Tools } from '../tools.js';
import { exists, removeTree } from './remove-tree.js';
import { PROBE_PREFIX, TRASH_PREFIX, type StorePaths } from './store-paths.js';

/** Removes what a killed run left behind. Only whoever holds the lock may do this. */
export async function sweepLeftovers(
  paths: StorePaths,
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const inCatalog = (await orWhenMissing(() => readdir(paths.catalog), [])).filter(
    (name) => name.startsWith(TRASH_PREFIX) || name.endsWith('.tmp'),
  );
  const inRuns = (await orWhenMissing(() => readdir(paths.runs), [])).filter((name) =>
    name.endsWith('.tmp'),
  );
  const inParent = (await readdir(paths.parent)).filter((name) => name.startsWith(PROBE_PREFIX));
  const leftovers = [
    paths.working,
    paths.detaching,
    ...inCatalog.map((name) => join(paths.catalog, name)),
    ...inRuns.map((name) => join(paths.runs, name)),
    ...inParent.map((name) => join(paths.parent, name)),
  ];
  for (const path of leftovers) {
    if (await exists(path)) await removeTree(path, tools, signal);
  }
}
