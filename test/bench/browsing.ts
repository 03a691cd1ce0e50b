/** What the window asks while somebody looks for a file, on trees of the sizes that DESIGN.md names. Needs some 2 GB of disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { search } from '../../main/domain/search-index.js';
import { SearchIndexBuilder } from '../../main/domain/search-index-builder.js';
import { parseSearchPattern } from '../../main/domain/search-pattern.js';
import type { OpenTree } from '../../main/engine/ports-contents.js';
import { listSnapshots } from '../../main/index.js';
import { packNames, unpackNames } from '../../main/shared/packed-names.js';
import { describeEntries } from '../../main/system/store/describe-entries.js';
import { pathVersions } from '../../main/system/store/path-versions.js';
import { readFolder } from '../../main/system/store/read-folder.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { makeFolder, makeSnapshots } from './rig/many-snapshots.js';
import { median } from './rig/timed-command.js';

const ROUNDS = 5;
const { signal } = new AbortController();
const open: OpenTree = (snapshot, names) => TreeDirectory.find(snapshot.path, names);

async function measure(what: string, goal: number, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  console.log(
    `${what.padEnd(52)} ${median(times).toFixed(0).padStart(6)} ms   goal ${String(goal)} ms`,
  );
}

function makeIndex(entries: number) {
  const builder = new SearchIndexBuilder(['2026-01-01 08:00:00'], entries);
  const directories = Array.from({ length: entries / 100 }, (_, number) => `d${String(number)}/`);
  builder.setNames(builder.root, directories, 0);
  for (const [name, inner] of builder.directoriesIn(builder.root)) {
    const files = Array.from({ length: 99 }, (_, number) => `${name}-photo-${String(number)}.jpg`);
    builder.setNames(inner, files, 0);
  }
  return builder.finish();
}

const directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-bench-'));
try {
  makeSnapshots(directory, 1000);
  makeFolder(join(directory, 'many'), 100_000);
  const latest = join(directory, 'latest');
  const snapshots = await listSnapshots(latest);
  await measure('list 1,000 snapshots', 100, () => listSnapshots(latest));
  await measure('100,000 names for the window, the first 60 described', 300, () => {
    const folder = TreeDirectory.open(join(directory, 'many'));
    const names = unpackNames(packNames(readFolder(folder, 'name'))).slice(0, 60);
    const compared = { directory: folder, now: folder, before: folder };
    const details = describeEntries(
      compared,
      names.map(({ name }) => name),
    );
    folder.close();
    return Promise.resolve(details);
  });
  const path = ['home', 'anna', 'Documents', 'letter.odt'].map((name) => Buffer.from(name));
  await measure('versions of a file across 1,000 snapshots', 200, () =>
    pathVersions(snapshots, path, open, signal),
  );
  const index = makeIndex(1_000_000);
  for (const text of ['photo-98', '*photo-?8.jp*', 'absent']) {
    const pattern = parseSearchPattern(text);
    if (pattern === null) continue;
    await measure(`search 1,000,000 entries for ${text}`, 1000, () =>
      Promise.resolve(search(index, pattern, 500)),
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
