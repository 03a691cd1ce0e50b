import { describe, expect, it } from 'vitest';
import type { EntryFacts } from '../../main/domain/restore-decision.js';
import { distinctVersions, type Appearance } from '../../main/domain/distinct-versions.js';

function appearance(snapshot: string, inode: number, modifiedAt: number): Appearance {
  const facts: EntryFacts = {
    ...{ kind: 'file', size: 10, modifiedAt, mode: 0o100644, uid: 0, gid: 0, device: 0 },
    linkTarget: null,
  };
  return { snapshot, inode, facts };
}

function told(appearances: readonly Appearance[]): readonly string[] {
  return distinctVersions(appearances).map(
    ({ newest, oldest, snapshots }) => `${oldest.snapshot}–${newest.snapshot} ${String(snapshots)}`,
  );
}

describe('the versions of a file', () => {
  it('are its contents, newest first, each with the snapshots that have it', () => {
    const all = [appearance('a', 1, 1), appearance('b', 1, 1), appearance('c', 2, 2)];
    expect(told(all)).toEqual(['c–c 1', 'a–b 2']);
  });

  it('do not count an inode of its own for new attributes', () => {
    expect(told([appearance('a', 1, 1), appearance('b', 2, 1)])).toEqual(['a–b 2']);
  });

  it('show what came back twice', () => {
    const all = [appearance('a', 1, 1), appearance('b', 2, 2), appearance('c', 3, 1)];
    expect(told(all)).toEqual(['c–c 1', 'b–b 1', 'a–a 1']);
  });

  it('are none where it never was', () => {
    expect(told([])).toEqual([]);
  });
});
