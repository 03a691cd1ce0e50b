import type { EntryFacts } from './restore-decision.js';
import { hasSameContent } from './restore-decision.js';

/** Something as one snapshot has it. */
export interface Appearance {
  /** Name of the snapshot. */
  readonly snapshot: string;
  readonly facts: EntryFacts;
  /** stat(2), st_ino: one inode has one content. */
  readonly inode: number;
}

export interface DistinctVersion<A extends Appearance> {
  /** The newest one with this content, and the oldest. */
  readonly newest: A;
  readonly oldest: A;
  readonly snapshots: number;
}

/**
 * The contents that something had, newest first. Snapshots in which it was missing do not part a version in two; one that was
 * replaced and came back is there twice.
 *
 * @param appearances oldest first
 */
export function distinctVersions<A extends Appearance>(
  appearances: readonly A[],
): readonly DistinctVersion<A>[] {
  const versions: DistinctVersion<A>[] = [];
  for (const appearance of appearances) {
    const last = versions.at(-1);
    if (last !== undefined && isSame(last.newest, appearance)) {
      versions[versions.length - 1] = {
        ...last,
        newest: appearance,
        snapshots: last.snapshots + 1,
      };
    } else versions.push({ newest: appearance, oldest: appearance, snapshots: 1 });
  }
  return versions.reverse();
}

function isSame(one: Appearance, other: Appearance): boolean {
  return (
    (one.inode === other.inode && one.facts.size === other.facts.size) ||
    hasSameContent(one.facts, other.facts)
  );
}
