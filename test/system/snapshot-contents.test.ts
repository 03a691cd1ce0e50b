import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { search } from '../../main/domain/search-index.js';
import { parseSearchPattern } from '../../main/domain/search-pattern.js';
import type { SnapshotEntry } from '../../main/engine/ports.js';
import type { OpenTree } from '../../main/engine/snapshot-contents.js';
import type { TreeChange } from '../../main/shared/snapshot-content.js';
import { buildSearchIndex } from '../../main/system/store/build-search-index.js';
import { compareTrees } from '../../main/system/store/compare-trees.js';
import { measureSnapshots } from '../../main/system/store/measure-snapshots.js';
import { pathVersions } from '../../main/system/store/path-versions.js';
import { readFolderWithDeleted } from '../../main/system/store/read-folder.js';
import { readSearchIndex, writeSearchIndex } from '../../main/system/store/search-index-file.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const { signal } = new AbortController();
const open: OpenTree = ({ path }, names) => TreeDirectory.find(path, names);

/** Three snapshots of hard links: a file is changed in the second, and a directory goes in the third. */
async function threeSnapshots(): Promise<readonly SnapshotEntry[]> {
  const parent = await temporaryDirectory();
  const latest = join(parent, 'latest');
  await mkdir(join(latest, 'letters/old'), { recursive: true });
  await write(join(latest, 'letters/old/aunt.odt'), 'Dear aunt', 1);
  await write(join(latest, 'plan.ods'), 'first', 1);
  await write(join(latest, 'photo.jpg'), 'x'.repeat(100_000), 1);
  const one = await keep(parent, '2026-01-01 08:00:00');
  await rm(join(latest, 'plan.ods'));
  await write(join(latest, 'plan.ods'), 'second', 2);
  const two = await keep(parent, '2026-01-02 08:00:00');
  await rm(join(latest, 'letters'), { recursive: true });
  await rm(join(latest, 'photo.jpg'));
  const three = await keep(parent, '2026-01-03 08:00:00');
  return [one, two, three];
}

async function write(path: string, text: string, day: number): Promise<void> {
  await writeFile(path, text);
  await utimes(path, day * 86_400, day * 86_400);
}

async function keep(parent: string, name: string): Promise<SnapshotEntry> {
  const path = join(parent, name);
  await runProgram('cp', ['-al', '--', join(parent, 'latest'), path]);
  return { name, path, method: 'hard-links' };
}

const names = (path: string): readonly Uint8Array[] =>
  path.split('/').map((name) => Buffer.from(name));

describe('the versions of a path', () => {
  it('are told with the snapshots that have them', async () => {
    const versions = await pathVersions(await threeSnapshots(), names('plan.ods'), open, signal);
    expect(versions).toMatchObject([
      { newest: '2026-01-03 08:00:00', oldest: '2026-01-02 08:00:00', size: 6, snapshots: 2 },
      { newest: '2026-01-01 08:00:00', oldest: '2026-01-01 08:00:00', size: 5, snapshots: 1 },
    ]);
  });

  it('are not looked for behind a symbolic link', async () => {
    const [one, two] = await threeSnapshots();
    if (one === undefined || two === undefined) throw new Error('There are three.');
    await runProgram('ln', ['-s', '/etc', join(two.path, 'etc')]);
    expect(await pathVersions([one, two], names('etc/passwd'), open, signal)).toEqual([]);
    expect(await pathVersions([one, two], names('etc'), open, signal)).toMatchObject([
      { kind: 'symbolic-link', linkTarget: '/etc' },
    ]);
  });
});

describe('a comparison', () => {
  it('tells what was created, changed and deleted, directories first', async () => {
    const [one, , three] = await threeSnapshots();
    expect(await compared(one, three)).toEqual([
      'deleted letters',
      'deleted letters/old',
      'deleted letters/old/aunt.odt',
      'deleted photo.jpg',
      'changed plan.ods',
    ]);
    expect(await compared(three, one)).toContain('created letters/old/aunt.odt');
    expect(await compared(one, one)).toEqual([]);
  });

  it('is given up when nobody wants it any more', async () => {
    const [one, two] = await threeSnapshots();
    for (let number = 0; number < 3000; number += 1) {
      await writeFile(join(two?.path ?? '', String(number)), '');
    }
    const stop = new AbortController();
    stop.abort();
    await expect(
      compareTrees(TreeDirectory.open(one?.path ?? ''), TreeDirectory.open(two?.path ?? ''), {
        onChange: () => undefined,
        signal: stop.signal,
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

async function compared(
  before: SnapshotEntry | undefined,
  after: SnapshotEntry | undefined,
): Promise<readonly string[]> {
  const changes: TreeChange[] = [];
  const trees = [
    TreeDirectory.open(before?.path ?? ''),
    TreeDirectory.open(after?.path ?? ''),
  ] as const;
  await compareTrees(...trees, {
    onChange: (change) => changes.push(change),
    signal,
  });
  return changes.map(({ action, path }) => `${action} ${path}`);
}

it('a folder is sorted by size with what only older snapshots have', async () => {
  const snapshots = await threeSnapshots();
  const current = TreeDirectory.open(snapshots.at(-1)?.path ?? '');
  try {
    const entries = await readFolderWithDeleted(current, snapshots, [], open, 'size', signal);
    expect(entries.map(({ name, lastIn }) => [name, lastIn])).toEqual([
      ['letters', '2026-01-02 08:00:00'],
      ['plan.ods', undefined],
      ['photo.jpg', '2026-01-02 08:00:00'],
    ]);
  } finally {
    current.close();
  }
});

describe('the index for searches', () => {
  it('knows what is in which snapshots', async () => {
    const index = await buildSearchIndex(await threeSnapshots(), signal);
    const found = (text: string) => {
      const pattern = parseSearchPattern(text);
      return pattern === null ? [] : search(index, pattern, 10).results;
    };
    expect(found('aunt')).toEqual([
      {
        ...{ path: 'letters/old/aunt.odt', isDirectory: false },
        ...{ first: '2026-01-01 08:00:00', last: '2026-01-02 08:00:00' },
      },
    ]);
    expect(found('plan')).toMatchObject([
      { first: '2026-01-01 08:00:00', last: '2026-01-03 08:00:00' },
    ]);
    expect(found('letters')).toMatchObject([{ isDirectory: true, last: '2026-01-02 08:00:00' }]);
  });

  it('is kept in a file, and of no use for other snapshots or when it is damaged', async () => {
    const snapshots = await threeSnapshots();
    const list = snapshots.map(({ name }) => name);
    const path = join(await temporaryDirectory(), 'cache/index');
    expect(await readSearchIndex(path, list)).toBe(null);
    const index = await buildSearchIndex(snapshots, signal);
    await writeSearchIndex(path, index);
    expect(await readSearchIndex(path, list)).toEqual(index);
    expect(await readSearchIndex(path, list.slice(1))).toBe(null);
    await writeFile(path, 'damaged');
    expect(await readSearchIndex(path, list)).toBe(null);
  });
});

describe('the space of snapshots', () => {
  it('is what only they have', async () => {
    const [one, two, three] = await threeSnapshots();
    if (one === undefined || two === undefined || three === undefined) throw new Error('Three.');
    const alone = await measureSnapshots([one], open, signal);
    const both = await measureSnapshots([one, two], open, signal);
    expect(alone.bytes).toBeGreaterThan(100_000);
    expect(alone.freed).toBeLessThan(100_000);
    expect(both.freed).toBeGreaterThan(100_000);
    expect(await measureSnapshots([{ ...three, method: 'btrfs' }], open, signal)).toMatchObject({
      freed: null,
    });
  });
});
