import type { ConflictRule } from '../shared/helper-protocol.js';

/** What of an entry decides whether it is the same as another. */
export interface EntryFacts {
  readonly kind: 'file' | 'directory' | 'symbolic-link' | 'special';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly modifiedAt: number;
  /** True: the time is known by the second only, and compared so. */
  readonly isToTheSecond?: boolean;
  /** stat(2), st_mode. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** stat(2), st_rdev; 0 where it is no device. */
  readonly device: number;
  /** What a symbolic link leads to, as rsync escapes it; null for everything else. */
  readonly linkTarget: string | null;
}

/**
 * What becomes of an entry of a snapshot: `create` where there is nothing, `merge` two directories, `replace` what is there,
 * `beside` it under another name, or `keep` what is there; `same`: there is nothing to do.
 */
export type RestoreDecision = 'create' | 'merge' | 'replace' | 'beside' | 'keep' | 'same';

/**
 * @param existing null: there is nothing of that name
 * @param owners false: whoever restores cannot give files to others, so that owners are no difference
 */
export function decideRestore(
  stored: EntryFacts,
  existing: EntryFacts | null,
  rule: ConflictRule,
  owners: boolean,
): RestoreDecision {
  if (existing === null) return 'create';
  if (stored.kind === 'directory' && existing.kind === 'directory') return 'merge';
  const sameContent = hasSameContent(stored, existing);
  if (sameContent && hasSameAttributes(stored, existing, owners)) return 'same';
  switch (rule) {
    case 'keep-both':
      // A second copy of the same content would help nobody.
      return sameContent ? 'keep' : 'beside';
    case 'replace':
      return 'replace';
    case 'only-missing':
      return 'keep';
    case 'only-newer':
      return stored.modifiedAt > existing.modifiedAt + TIME_TOLERANCE ? 'replace' : 'keep';
  }
}

/** Whether both are the same but for what is allowed with them and whose they are. */
export function differInAttributesAlone(one: EntryFacts, other: EntryFacts): boolean {
  return hasSameContent(one, other) && !hasSameAttributes(one, other, true);
}

/** Milliseconds: times are rounded on their way through floating-point numbers. */
const TIME_TOLERANCE = 0.001;

/** As rsync's quick check has it: kind, size and time, and where a link leads. */
export function hasSameContent(one: EntryFacts, other: EntryFacts): boolean {
  if (one.kind !== other.kind) return false;
  switch (one.kind) {
    case 'directory':
      return true;
    case 'symbolic-link':
      return one.linkTarget === other.linkTarget;
    case 'special':
      return one.device === other.device && fileType(one) === fileType(other);
    case 'file':
      return one.size === other.size && hasSameTime(one, other);
  }
}

function hasSameTime(one: EntryFacts, other: EntryFacts): boolean {
  if (one.isToTheSecond === true || other.isToTheSecond === true) {
    return Math.floor(one.modifiedAt / 1000) === Math.floor(other.modifiedAt / 1000);
  }
  return Math.abs(one.modifiedAt - other.modifiedAt) <= TIME_TOLERANCE;
}

function hasSameAttributes(one: EntryFacts, other: EntryFacts, owners: boolean): boolean {
  const sameMode = one.kind === 'symbolic-link' || one.mode === other.mode;
  return sameMode && (!owners || (one.uid === other.uid && one.gid === other.gid));
}

/** inode(7), S_IFMT. */
function fileType({ mode }: EntryFacts): number {
  return mode & 0o170000;
}
