import type { BootMark, RunRecord, SourceIdentity } from '../shared/run-record.js';

/** Two clocks that agree to this many seconds were not set in between. */
const CLOCK_TOLERANCE = 5;
/** Covers the tolerance and the kernel's coarse time stamps. */
const MARGIN_SECONDS = 10;

/**
 * The instant since which every change in the source has left a change time behind; null where that cannot be proven and
 * everything has to be compared.
 *
 * Proven means: the same source was backed up completely in this boot, and the wall clock has since advanced as much as
 * the clock that nobody can set. Runs with unreadable files do not count: what could not be looked at may differ.
 */
export function trustedSince(
  runs: readonly RunRecord[],
  source: SourceIdentity,
  now: Date,
  boot: BootMark,
): Date | null {
  const index = runs.findLastIndex((run) => run.backup && run.outcome === 'complete');
  const last = runs[index];
  if (last === undefined) return null;
  // Whatever way a run of another source ended, it may have left attributes in `latest` that this one never had.
  const backups = runs.slice(index).filter((run) => run.backup);
  if (!backups.every((run) => isSameSource(run.source, source))) return null;
  if (last.boot.bootId !== boot.bootId) return null;
  const start = Date.parse(last.start);
  const byWallClock = (now.getTime() - start) / 1000;
  const bySteadyClock = boot.secondsSinceBoot - last.boot.secondsSinceBoot;
  if (!(Math.abs(byWallClock - bySteadyClock) <= CLOCK_TOLERANCE)) return null;
  return new Date(start - MARGIN_SECONDS * 1000);
}

/** trustedSince() never gives an earlier one, for it looks back to this boot at most. */
export function earliestTrusted(now: Date, boot: BootMark): Date {
  const seconds = boot.secondsSinceBoot + CLOCK_TOLERANCE + MARGIN_SECONDS;
  return new Date(now.getTime() - seconds * 1000);
}

/**
 * True: the newest snapshot that the catalog knows of shows `latest` as it is, so that a run that changed nothing
 * needs none of its own.
 */
export function isSnapshotted(runs: readonly RunRecord[], snapshots: readonly string[]): boolean {
  for (const run of runs.toReversed()) {
    if (run.snapshot !== null) return snapshots.includes(run.snapshot);
    const finished = run.outcome === 'complete' || run.outcome === 'warnings';
    if (run.backup && !(finished && run.changes !== null && isUnchanged(run.changes))) return false;
  }
  return false;
}

export function isUnchanged(changes: {
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
}): boolean {
  return changes.created + changes.changed + changes.deleted === 0;
}

/** True: the last rsync into `latest` did not come to its end, so that what is there may be half old, half new. */
export function isInterrupted(runs: readonly Pick<RunRecord, 'backup' | 'changes'>[]): boolean {
  const last = runs.findLast((run) => run.backup);
  return last?.changes === null;
}

/** Entries in the source at the last run that counted them; null: none did. */
export function expectedFiles(runs: readonly RunRecord[], name: string): number | null {
  return runs.findLast((run) => run.statistics?.[name] !== undefined)?.statistics?.[name] ?? null;
}

export function isSameSource(one: SourceIdentity, other: SourceIdentity): boolean {
  return (
    one.path === other.path &&
    one.device === other.device &&
    one.inode === other.inode &&
    one.bindMounts.join('\0') === other.bindMounts.join('\0')
  );
}
