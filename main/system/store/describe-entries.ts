import { escapeName, unescapeName } from '../../shared/display-name.js';
import { hasSameContent, type EntryFacts } from '../../domain/restore-decision.js';
import type { EntryDetail } from '../../shared/snapshot-content.js';
import { errorCode } from '../error-code.js';
import type { Tree, TreeStats } from '../../engine/snapshot-contents.js';

/** A directory, and what it is compared with; null: there is none there, `unknown`: it may not be looked at. */
export interface ComparedFolder {
  readonly directory: Tree;
  readonly now: Tree | null | 'unknown';
  readonly before: Tree | null | 'unknown';
}

/** What is in a directory under the names that were asked for; null: nothing any more. */
export function describeEntries(
  folder: ComparedFolder,
  names: readonly string[],
): readonly (EntryDetail | null)[] {
  return names.map((name) => describeEntry(folder, unescapeName(name)));
}

function describeEntry(folder: ComparedFolder, name: Uint8Array): EntryDetail | null {
  const { directory } = folder;
  const stats = directory.lstat(name);
  if (stats === null) return null;
  const facts = directory.factsOf(name, stats);
  const { kind, size, modifiedAt, mode, uid, gid, linkTarget } = facts;
  return {
    ...{ name: escapeName(name), kind, size, modifiedAt, mode: mode & 0o7777, uid, gid },
    ...{ links: stats.nlink, inode: stats.ino, linkTarget },
    now: compareWithNow(facts, folder.now, name),
    before: compareWithBefore(facts, stats, folder.before, name),
  };
}

function compareWithNow(
  facts: EntryFacts,
  now: ComparedFolder['now'],
  name: Uint8Array,
): EntryDetail['now'] {
  if (now === 'unknown') return 'unknown';
  const found = now === null ? null : orUnknown(() => now.facts(name));
  if (found === null) return 'missing';
  if (found === 'unknown') return 'unknown';
  return hasSameContent(facts, found) && facts.mode === found.mode ? 'same' : 'different';
}

function compareWithBefore(
  facts: EntryFacts,
  stats: TreeStats,
  before: ComparedFolder['before'],
  name: Uint8Array,
): EntryDetail['before'] {
  if (before === 'unknown') return 'unknown';
  if (before === null) return 'new';
  const found = orUnknown(() => before.lstat(name));
  if (found === 'unknown') return 'unknown';
  if (found === null) return 'new';
  // On btrfs a changed file may have its old number in the next snapshot, which is another device.
  if (found.ino === stats.ino && found.dev === stats.dev) return 'same';
  const same = hasSameContent(facts, before.factsOf(name, found)) && found.mode === stats.mode;
  return same ? 'same' : 'changed';
}

function orUnknown<T>(look: () => T): T | 'unknown' {
  try {
    return look();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return 'unknown';
  }
}
