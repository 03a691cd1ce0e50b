import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Tools } from '../tools.js';
import { asNotWritable } from './as-not-writable.js';
import { canRemoveSubvolumes, createSubvolume, isBtrfs } from './btrfs.js';
import { createCatalog } from './catalog.js';
import { exists } from './remove-tree.js';
import type { StorePaths } from './store-paths.js';

/** Creates what is missing: the catalog, which may refuse its place, then `latest`. */
export async function createDestination(paths: StorePaths, tools: Tools): Promise<void> {
  try {
    await mkdir(dirname(paths.latest), { recursive: true });
    await createCatalog(paths);
    if (!(await exists(paths.latest))) {
      const subvolume =
        (await isBtrfs(paths.parent)) && (await canRemoveSubvolumes(paths.parent, tools));
      await (subvolume ? createSubvolume(paths.latest, tools) : mkdir(paths.latest));
    }
  } catch (error) {
    throw asNotWritable(error, paths.parent);
  }
}
